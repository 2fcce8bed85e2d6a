/** One move of many: what can be taken back is offered for as long as that is possible. */
for (const form of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('form[data-vanish]')))
  setTimeout(() => form.remove(), Number(form.dataset.vanish) * 1000);
