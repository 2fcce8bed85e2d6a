/**
 * A file is dropped or chosen, and sent with a bar that says how much of it has arrived. Without this the form does the same,
 * without the bar.
 */
import { element } from 'ui/element';
import { fileSize, sizeIn } from 'ui/file-size';
import { fill, gettext } from 'ui/i18n';
import { icon } from 'ui/icon';

const form = /** @type {HTMLFormElement} */ (document.getElementById('upload-form'));
const drop = /** @type {HTMLElement} */ (document.getElementById('drop'));
const input = /** @type {HTMLInputElement} */ (document.getElementById('file'));
const name = /** @type {HTMLElement} */ (document.getElementById('file-name'));
const sending = /** @type {HTMLElement} */ (document.getElementById('sending'));
const bar = /** @type {HTMLProgressElement} */ (document.getElementById('sent'));
const words = /** @type {HTMLElement} */ (document.getElementById('sent-words'));
const MEGABYTE = 1024 * 1024;

function showName() {
  const file = input.files?.[0];
  if (!file) return;
  const isTooLarge = file.size > Number(form.dataset.limit) * MEGABYTE;
  const against = isTooLarge ? gettext('This file is larger than what is taken.') : '';
  input.setCustomValidity(file.size ? against : gettext('This file is empty. Export it anew, then choose that.'));
  name.textContent = `${file.name} · ${fileSize(file.size)}`;
  if (!input.validity.valid) input.reportValidity();
}

/** Say above the form why the file was not taken; it stays chosen. @param {string} why */
function stop(why) {
  sending.hidden = true;
  form.querySelector('button[type="submit"]')?.removeAttribute('disabled');
  for (const old of document.querySelectorAll('main [role="alert"]')) old.remove();
  const body = element('div', { class: 'banner__body' }, why);
  form.before(
    element('div', { role: 'alert' }, element('div', { class: 'banner banner--danger' }, icon('circle-alert'), body)),
  );
}

input.addEventListener('change', showName);
for (const event of ['dragenter', 'dragover']) {
  drop.addEventListener(event, (over) => {
    over.preventDefault();
    drop.classList.add('drop--over');
  });
}
for (const event of ['dragleave', 'drop']) {
  drop.addEventListener(event, () => drop.classList.remove('drop--over'));
}
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
  if (!files?.length) return;
  input.files = files;
  showName();
});

form.addEventListener('submit', (event) => {
  if (!input.files?.length) return; // the server says what is missing
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.open('POST', form.action || location.href);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    bar.value = (loaded / total) * 100;
    words.textContent =
      loaded < total
        ? fill(gettext('%(sent)s of %(all)s MB sent'), { sent: sizeIn(loaded, 'MB'), all: sizeIn(total, 'MB') })
        : gettext('The file has arrived.');
  });
  request.addEventListener('load', () => {
    if (request.responseURL && request.responseURL !== location.href && request.status < 400) {
      location.assign(request.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const fault = page.querySelector('main [role="alert"]');
    stop(fault?.textContent?.trim() || gettext('The server could not take this file. Try again.'));
  });
  request.addEventListener('error', () => stop(gettext('No connection: the file was not sent. Try again.')));
  sending.hidden = false;
  form.querySelector('button[type="submit"]')?.setAttribute('disabled', '');
  request.send(new FormData(form));
});
