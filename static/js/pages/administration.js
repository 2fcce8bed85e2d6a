/** Administration: the section one is in is seen in the strip of a phone; a link that is shown once is copied; a role says what it needs. */
import { bindSharing } from 'report/share';
import { bindNeeds } from 'ui/needed-by';

bindSharing();
bindNeeds();
document.querySelector('.administration__nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
