/** The page of a report: its small map, copying and sharing; what was sent, or is followed instead, is no draft any more. */
import { forgetDraft } from 'report/draft';
import { showPlace } from 'report/place-card';
import { bindSharing } from 'report/share';

bindSharing();
if (document.querySelector('.sent')) forgetDraft();
document.querySelector('form[data-follow]')?.addEventListener('submit', forgetDraft);
const container = document.getElementById('place-map');
if (container) showPlace(container).catch(() => undefined); // the words name the place
