/** Recovery codes, shown once: printed by a press. */
document.querySelector('[data-print]')?.addEventListener('click', () => window.print());
