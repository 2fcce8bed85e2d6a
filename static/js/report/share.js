/** Copy and share. Markup: [data-copy="<text>"] or [data-share="<address>"], both with data-copied="<what to say>". */
import { gettext } from 'ui/i18n';
import { toast } from 'ui/toast';

/** @param {string} text @param {string} words */
async function copy(text, words) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words);
  } catch {
    toast(`${gettext('Copy this yourself:')} ${text}`, { stays: true });
  }
}

export function bindSharing() {
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-copy], [data-share]') : null;
    if (!(button instanceof HTMLElement)) return;
    const { copy: text, share: url, shareTitle: title, copied = '' } = button.dataset;
    if (text) await copy(text, copied);
    else if (url && navigator.share) await navigator.share({ title, url }).catch(() => undefined);
    else if (url) await copy(url, copied);
  });
}
