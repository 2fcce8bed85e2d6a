/**
 * Data that the server left in the page by json_script.
 * @param {string} id
 * @returns {any} null when it is not there
 */
export function pageData(id) {
  const element = document.getElementById(id);
  return element?.textContent ? JSON.parse(element.textContent) : null;
}
