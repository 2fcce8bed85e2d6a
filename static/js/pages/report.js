/** The report form as three steps: place, matter, sending. Wires the modules; each knows nothing of the others. */
import { pageData } from 'lib/config';
import { bindCategory } from 'report/category';
import { draftOf, forgetDraft, isWorthKeeping, loadDraft, saveDraft } from 'report/draft';
import { bindMissing } from 'report/missing-photos';
import { bindPhotoOffer } from 'report/photo-offer';
import { bindPhotos } from 'report/photos';
import { bindPlace } from 'report/place';
import { bindSend } from 'report/send';
import { bindSimilar } from 'report/similar';
import { bindSteps } from 'report/steps';
import { showSummary } from 'report/summary';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext, number } from 'ui/i18n';
import { toast } from 'ui/toast';

const container = /** @type {HTMLElement} */ (document.getElementById('report'));
const form = /** @type {HTMLFormElement} */ (document.getElementById('report-form'));
const data = pageData('report-data');
const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById('id_text'));

const mapSection = /** @type {HTMLElement} */ (document.querySelector('.report__map'));

const draft = data.isFresh ? loadDraft() : null;
if (draft) {
  field('key').value = draft.key;
  const hasPlace = new URLSearchParams(location.search).has('lng'); // "report here" on the map says where
  for (const [name, value] of Object.entries(draft.fields)) {
    if (hasPlace && ['lng', 'lat', 'desa'].includes(name)) continue;
    const given = form.elements.namedItem(name);
    if (given instanceof RadioNodeList || given instanceof HTMLInputElement || given instanceof HTMLTextAreaElement) {
      if (value) given.value = value;
    } else if (given instanceof HTMLSelectElement) given.value = value;
  }
}

for (const list of /** @type {NodeListOf<HTMLDetailsElement>} */ (
  document.querySelectorAll('#place-list:not([data-has-errors])')
)) {
  list.open = false;
}

const place = bindPlace(form);
const category = bindCategory(form);
const photos = bindPhotos(form, {
  url: data.photosUrl,
  most: data.mostPhotos,
  mostBytes: data.mostBytes,
  key: () => field('key').value,
});
bindPhotoOffer(form, { place, photos });
let isSent = false; // nothing is kept any more
const similar = bindSimilar();

/** @param {string} words @param {HTMLElement | null} [at] */
function hold(words, at = null) {
  toast(words);
  at?.focus();
  return false;
}

const steps = bindSteps(container, {
  async mayLeave(step) {
    if (step === 'where') {
      const why = place.whyNot();
      if (why && place.current().words === why) {
        announce(why); // it stands on the screen already
        return false;
      }
      return why ? hold(why) : true;
    }
    const why = category.whyNot();
    if (why) return hold(why, document.getElementById('id_category'));
    if (!text.value.trim()) return hold(gettext('Write in a few words what is the matter.'), text);
    photos.calm();
    await similar.ask();
    return true;
  },
});

container.addEventListener('step:change', (event) => {
  const { step } = /** @type {CustomEvent} */ (event).detail;
  mapSection.inert = step !== 'where'; // on a desktop it stays in sight: a stray scroll must not move the pin
  if (step === 'where') place.refresh();
  if (step === 'send') tellAll();
});

/** What is about to be sent, as it stands now. */
function tellAll() {
  const what = {
    place: place.current().words,
    category: category.chosen()?.dataset.label ?? '',
    text: text.value.trim(),
    photos: photos.count(),
    missing: photos.missing(),
  };
  showSummary(/** @type {HTMLElement} */ (document.getElementById('summary')), what, steps.goTo);
}
for (const name of ['place:change', 'photo:change']) {
  form.addEventListener(name, () => steps.current() === 'send' && tellAll());
}
tellAll();
mapSection.inert = steps.current() !== 'where';

/* A fault that is being put right is no longer said; the server looks again. */
form.addEventListener('input', (event) => {
  const entry = /** @type {HTMLElement} */ (event.target).closest('.field--error');
  entry?.querySelector('.field__error')?.remove();
  entry?.classList.remove('field--error');
  /** @type {HTMLElement} */ (event.target).removeAttribute('aria-invalid');
});

const keep = () => {
  const current = draftOf(form);
  if (isWorthKeeping(current)) saveDraft(current);
};
let timer = 0;
const keepSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(() => isSent || keep(), 400);
};
for (const name of ['input', 'change', 'place:change', 'photo:change']) form.addEventListener(name, keepSoon);
addEventListener('pagehide', () => isSent || keep());

const missing = bindMissing(/** @type {HTMLElement} */ (document.getElementById('trouble')), {
  photos,
  send: () => sending.send(),
});
container.addEventListener('step:change', missing.close);

const sending = bindSend(form, {
  url: data.sendUrl,
  keep,
  onSent() {
    isSent = true;
    clearTimeout(timer);
    forgetDraft();
  },
  async before() {
    const whyPlace = place.current().state === 'unknown' ? '' : place.whyNot();
    const why =
      whyPlace || category.whyNot() || (text.value.trim() ? '' : gettext('Write in a few words what is the matter.'));
    if (why) {
      steps.goTo(whyPlace ? 'where' : 'what');
      return hold(why);
    }
    return missing.allThere();
  },
});

// A fault named in the summary may belong to another step.
form.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('.errors a[href^="#"]') : null;
  const faulty = link && document.querySelector(link.getAttribute('href') ?? '');
  const step = faulty?.closest('.step')?.id.replace('step-', '');
  if (step) steps.goTo(step);
});

const counter = /** @type {HTMLElement} */ (document.getElementById('text-count'));
const count = () => {
  const left = text.maxLength - text.value.length;
  counter.textContent = fill(gettext('%(n)s characters left'), { n: number(left) });
  counter.hidden = left > 500;
};
text.addEventListener('input', count);
count();

if (draft && isWorthKeeping(draft)) {
  category.show();
  if (draft.fields.desa) place.fromDesa();
  photos.restore().catch(() => undefined);
  const anew = element('button', { type: 'button', class: 'button button--quiet' }, gettext('Start anew'));
  anew.addEventListener('click', () => {
    isSent = true; // do not keep it once more on the way out
    forgetDraft();
    location.replace(location.pathname);
  });
  const line = element('div', { class: 'draft' }, element('span', {}, gettext('Your draft is back.')), anew);
  document.getElementById('trouble')?.replaceChildren(line);
  container.addEventListener('step:change', () => line.remove(), { once: true });
}
// A page that comes back by "back" after sending begins anew, under a new key.
addEventListener('pageshow', (event) => {
  if (event.persisted && isSent) location.replace(location.pathname);
});
document.documentElement.dataset.reportReady = 'true';
/** @type {HTMLElement | null} */
const pressed = container.querySelector('[data-pressed]'); // before any of this was here
if (pressed) {
  pressed.removeAttribute('aria-busy');
  delete pressed.dataset.pressed;
  pressed.click();
}
