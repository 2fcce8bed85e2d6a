/** Pages of a service and of a request: the small map of offices, and copying the link. */
import { showOffices } from 'map/office-pins';
import { bindSharing } from 'report/share';

bindSharing();

function show() {
  const container = document.getElementById('office-map');
  if (!container || container.dataset.isShown) return;
  container.dataset.isShown = 'true';
  showOffices(container).catch(() => undefined); // the words name the office
}
show();
document.body.addEventListener('htmx:afterSettle', show);
