/**
 * Fields of numbers (`data-number`, templates/layers/filter_form.html): read with a comma or a point. What is no number stays as it was
 * typed, and the fault that waits beside its field is shown.
 */
import { withValues } from 'lib/filter';
import { asTyped, readNumber } from 'lib/typed-number';

/**
 * @param {HTMLFormElement} form
 * @returns {[string, string][]} names and values as an address has them; without a value: nothing to go by
 */
export function readNumbers(form) {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[data-number]'));
  return [...fields].map((field) => {
    const number = readNumber(field.value);
    const isUnread = number === null && field.value.trim() !== '';
    if (isUnread) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    const fault = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    if (fault) fault.hidden = !isUnread;
    return [field.name, number === null ? '' : String(number)];
  });
}

/** @param {import('lib/filter').Filter} filter @param {HTMLFormElement} form */
export const withNumbers = (filter, form) =>
  readNumbers(form).reduce((next, [name, value]) => withValues(next, name, value ? [value] : []), filter);

/** Somebody has finished typing: they see how it was read. @param {EventTarget | null} field */
export function writeAsRead(field) {
  if (!(field instanceof HTMLInputElement) || field.dataset.number === undefined) return;
  const number = readNumber(field.value);
  if (number !== null) field.value = asTyped(number);
}
