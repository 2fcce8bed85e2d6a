/** The page of a report: its small map, copying and sharing. */
import { showPlace } from 'report/place-card';
import { bindSharing } from 'report/share';

bindSharing();
const container = document.getElementById('place-map');
if (container) showPlace(container).catch(() => undefined); // the words name the place
