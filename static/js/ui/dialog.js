/**
 * Dialogs are <dialog class="dialog" id="…">. [data-dialog-open="<id>"] opens, [data-dialog-close] and a click beside it close.
 * Event on the document: `dialog:open`.
 */

/** @param {HTMLDialogElement} dialog */
export function openDialog(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  document.dispatchEvent(new CustomEvent('dialog:open'));
}

/** Bind all of the page, also what htmx brings later. */
export function bindDialogs() {
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest('[data-dialog-open]');
    if (opener) {
      const dialog = document.getElementById(opener.getAttribute('data-dialog-open') ?? '');
      if (dialog instanceof HTMLDialogElement) openDialog(dialog);
    }
    const inside = event.target.closest('dialog');
    if (inside && (event.target === inside || event.target.closest('[data-dialog-close]'))) inside.close();
  });
}
