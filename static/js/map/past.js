/**
 * What was, for undo and redo. States are never changed, only replaced. Pure.
 * @template State
 * @param {State} first
 */
export function past(first) {
  let states = [first];
  let at = 0;
  return {
    now: () => states[at],
    canUndo: () => at > 0,
    canRedo: () => at < states.length - 1,
    /** A new state; what was undone is forgotten. @param {State} next */
    push(next) {
      states = [...states.slice(0, at + 1), next];
      at += 1;
    },
    /** The present state in another form: what happens while a corner is dragged is one step. @param {State} next */
    replace(next) {
      states[at] = next;
    },
    /** Leave the present state as if it had never been. */
    drop() {
      states = states.slice(0, Math.max(at, 1));
      at = states.length - 1;
    },
    undo() {
      if (at > 0) at -= 1;
      return states[at];
    },
    redo() {
      if (at < states.length - 1) at += 1;
      return states[at];
    },
  };
}
