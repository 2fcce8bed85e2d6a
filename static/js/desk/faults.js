/**
 * A form that came back with a fault has the focus there (`autofocus`): label, field and the words about it are to be seen.
 *
 * @param {Element} pane
 * @returns {boolean} whether there is any
 */
export function showFault(pane) {
  const fault = pane.querySelector('.move-form__fault, .field--error');
  fault?.scrollIntoView({ block: 'nearest' });
  return Boolean(fault);
}
