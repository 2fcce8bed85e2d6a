/**
 * The panel of a layer's style: each change is drawn at once, and can be taken back, twenty steps far. The server reads the form and
 * answers with the panel as it stands then and what a map draws by, so that no rule is kept here. Event on the panel, for the page:
 * `style:change {look, minZoom, maxZoom}`; nothing is told while something that was filled in cannot be drawn. What is not saved yet is
 * said, and kept in this tab.
 */
import { postForm } from 'lib/fetch';
import { gettext, number } from 'ui/i18n';
import { draftOf, forgetSent, keepDraft, markSent } from 'ui/style-draft';

const STEPS = 20;
const STILL_MS = 150;

/**
 * Steps that can be taken back and again. Pure.
 * @template State
 * @param {State} first @param {(one: State, other: State) => boolean} isSame
 */
export function steps(first, isSame) {
  /** @type {State[]} */
  let before = [];
  /** @type {State[]} */
  let after = [];
  let now = first;
  return {
    now: () => now,
    canUndo: () => before.length > 0,
    canRedo: () => after.length > 0,
    /** @param {State} next */
    take(next) {
      if (isSame(next, now)) return;
      before = [...before, now].slice(-STEPS);
      after = [];
      now = next;
    },
    undo() {
      const last = before.pop();
      if (last === undefined) return now;
      after.push(now);
      now = last;
      return now;
    },
    redo() {
      const next = after.pop();
      if (next === undefined) return now;
      before.push(now);
      now = next;
      return now;
    },
  };
}

/** @param {HTMLFormElement} form */
export function bindStylePanel(form) {
  const url = form.dataset.previewUrl ?? '';
  const [undo, redo] = ['undo', 'redo'].map(
    (name) => /** @type {HTMLButtonElement} */ (form.querySelector(`[data-style-${name}]`)),
  );
  const status = form.querySelector('[data-style-status]');
  const unsaved = /** @type {HTMLElement | null} */ (form.querySelector('[data-style-unsaved]'));
  const read = () => {
    const data = new FormData(form);
    data.delete('csrfmiddlewaretoken'); // another one on each page
    return new URLSearchParams(/** @type {any} */ (data)).toString();
  };
  const saved = 'wasSent' in form.dataset ? null : read();
  const history = steps(read(), (one, other) => one === other);
  let controller = new AbortController();
  let waiting = 0;
  /** A step that the form does not show yet: it still says what was before. @type {string | null} */
  let missing = null;

  const write = () => {
    undo.disabled = !history.canUndo();
    redo.disabled = !history.canRedo();
    const isSaved = history.now() === saved;
    if (unsaved) unsaved.hidden = isSaved;
    keepDraft(form, isSaved ? null : history.now());
  };

  /** @param {string} state @param {boolean} isWhole whether the panel is written anew, too */
  async function ask(state, isWhole) {
    clearTimeout(waiting);
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    try {
      const { panel, shown } = await postForm(url, new URLSearchParams(state), { signal });
      if (signal.aborted) return;
      if (isWhole) {
        replace(panel);
        missing = null;
      }
      const isDrawn = shown.look || shown.isByItself;
      if (isDrawn) form.dispatchEvent(new CustomEvent('style:change', { detail: shown, bubbles: true }));
      if (status) status.textContent = isDrawn ? '' : gettext('Not drawn yet: see below.');
    } catch {
      if (signal.aborted || !status) return;
      status.textContent = gettext('This did not come. Try it again.');
    }
  }

  /** @param {string} html */
  function replace(html) {
    const body = /** @type {HTMLElement} */ (form.querySelector('[data-style-body]'));
    const focused = document.activeElement;
    const id = focused instanceof HTMLElement && body.contains(focused) ? focused.id : '';
    body.outerHTML = html;
    if (id) document.getElementById(id)?.focus({ preventScroll: true });
  }

  form.addEventListener('input', (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !['range', 'color'].includes(input.type)) return;
    const told = input.parentElement?.querySelector('.slider__number');
    if (told) told.textContent = number(input.valueAsNumber);
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(read(), false), STILL_MS);
  });
  form.addEventListener('change', () => {
    missing = null; // what stands in the form is what is meant from now on
    history.take(read());
    write();
    ask(history.now(), true);
  });
  /** @type {Promise<void> | null} */
  let coming = null;
  const stepTo = (/** @type {string} */ state) => {
    missing = state;
    const asked = ask(state, true).then(() => {
      if (coming === asked) coming = null;
    });
    coming = asked;
    write();
    return asked;
  };
  undo.addEventListener('click', () => stepTo(history.undo()));
  redo.addEventListener('click', () => stepTo(history.redo()));
  form.addEventListener('submit', (event) => {
    const { submitter } = event;
    const isDeleting = submitter?.getAttribute('value') === 'forget';
    if (missing === null || isDeleting) return markSent(form, missing ?? read());
    event.preventDefault();
    (coming ?? stepTo(missing)).then(() => {
      if (missing === null || coming) form.requestSubmit(submitter);
    });
  });
  if ('wasSaved' in form.dataset) forgetSent(form);
  const draft = draftOf(form);
  if (saved !== null && draft !== null && draft !== saved) {
    history.take(draft);
    stepTo(draft).then(() => {
      if (status?.textContent === '') status.textContent = gettext('What you had changed is here again.');
    });
  }
  write();
}
