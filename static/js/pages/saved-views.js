/** The list of saved views: their links are copied. */
import { bindSharing } from 'report/share';

bindSharing();
