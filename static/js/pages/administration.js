/** Administration: a link that is shown once is copied. */
import { bindSharing } from 'report/share';

bindSharing();
