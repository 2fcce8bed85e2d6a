/** Administration: the section one is in is seen in the strip of a phone; a link that is shown once is copied. */
import { bindSharing } from 'report/share';

bindSharing();
document.querySelector('.administration__nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
