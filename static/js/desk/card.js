/** The card of a feature that is no work of anybody's here, such as a market, in the pane of the detail. */
import { request } from 'lib/fetch';
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';
import { icon } from 'ui/icon';
import { renderTimes } from 'ui/relative-time';

/**
 * @param {HTMLElement} pane
 * @param {{ title: string, cardUrl?: string | null }} feature cardUrl: none where the layer has no cards
 */
export async function showCard(pane, { title, cardUrl }) {
  const words = gettext('Close');
  const closer = element(
    'button',
    { type: 'button', class: 'button button--quiet button--icon detail__close', 'data-close-detail': '' },
    icon('x'),
  );
  closer.setAttribute('aria-label', words);
  closer.title = `${words} (Esc)`;
  const body = element('div', { class: 'detail__body' });
  const line = element('div', { class: 'detail__line' }, element('h2', { class: 'detail__title' }, title), closer);
  pane.replaceChildren(
    element('article', { class: 'detail' }, element('header', { class: 'detail__head' }, line), body),
  );
  if (!cardUrl) return;
  try {
    const response = await request(cardUrl, { headers: { 'HX-Request': 'true' } });
    body.innerHTML = await response.text();
    renderTimes(body);
  } catch {
    body.textContent = gettext('This did not come. Check the connection and choose it again.');
  }
}
