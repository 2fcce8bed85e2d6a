/** The page of a harvest offer: the desa on a small map, copying and sharing. */
import { showPlace } from 'report/place-card';
import { bindSharing } from 'report/share';

bindSharing();
const container = document.getElementById('place-map');
if (container) showPlace(container).catch(() => undefined); // the words name the desa
