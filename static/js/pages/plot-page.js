/** The page of a plot, for its farmer or for staff: its outline, and copying its secret link. */
import { showOutline } from 'farming/outline';
import { bindSharing } from 'report/share';

bindSharing();
const container = document.getElementById('outline-map');
if (container) showOutline(container).catch(() => undefined); // the words name the place
