/** What every page has: theme, menus, dialogs, times, the offline bar, and words when htmx gets no answer. */
import { bindBell } from 'ui/bell';
import { bindDialogs } from 'ui/dialog';
import { gettext } from 'ui/i18n';
import { bindOffline } from 'ui/offline';
import { bindTimes, renderTimes } from 'ui/relative-time';
import { bindTheme } from 'ui/theme';
import { toast } from 'ui/toast';

/** A menu closes by Escape, by a click elsewhere, and when the focus leaves it. */
function bindMenus() {
  const open = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details.menu[open]'));
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
  document.addEventListener('focusin', (event) => {
    for (const menu of open()) if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
}

/** A message that takes room from what is below it can be put away. */
function bindMessages() {
  document.getElementById('messages')?.addEventListener('click', (event) => {
    const closer = event.target instanceof Element ? event.target.closest('[data-close-message]') : null;
    closer?.closest('.banner')?.remove();
  });
}

bindTheme();
bindMessages();
bindMenus();
bindBell();
bindDialogs();
bindOffline();
bindTimes();
document.body.addEventListener('htmx:afterSettle', (event) => renderTimes(/** @type {Element} */ (event.target)));
document.body.addEventListener('htmx:sendError', () =>
  toast(gettext('No connection. Nothing was sent, and nothing you typed is lost: try again.')),
);
