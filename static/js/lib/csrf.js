/** The CSRF token of this page, as htmx sends it too. */

/** @returns {string} */
export function csrfToken() {
  const headers = document.body.getAttribute('hx-headers');
  return headers ? (JSON.parse(headers)['X-CSRFToken'] ?? '') : '';
}
