/** A dataset on a map of its own, drawn as the large maps draw it. */
import { parseFilter } from 'lib/filter';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { addLayers } from 'map/layers';
import { addLegend } from 'map/legend';
import { readNumbers, writeAsRead } from 'ui/number-fields';
import { bindProposedName } from 'ui/proposed-name';

bindProposedName(document);
bindRowsFilter(/** @type {HTMLFormElement | null} */ (document.querySelector('.datasets__filter')));
const container = document.getElementById('dataset-map');
if (container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const { entry, sampleExtent } = /** @type {any} */ (config);
  map.setMaxBounds(/** @type {any} */ (null));
  if (sampleExtent) map.fitBounds(boundsOf(sampleExtent).pad(0.05), { maxZoom: 16, animate: false });
  addAreas(map, { url: config.areasUrl ?? '', interactive: false }).catch(() => undefined);
  if (entry.geometry === 'raster') addLegend(map, { open: true });
  const filter = () => parseFilter(document.getElementById('dataset-rows')?.dataset.query ?? '');
  const layers = addLayers(map, {
    catalogue: { groups: [{ label: '', layers: [entry] }] },
    usual: () => [{ name: entry.name, opacity: 1 }],
    main: entry.name,
    filter: filter(),
  });
  // The table leads: what it shows, the map shows.
  document.body.addEventListener('htmx:afterSwap', () => layers.setFilter(filter()));
}

/** The server is asked for numbers as an address has them. @param {HTMLFormElement | null} form */
function bindRowsFilter(form) {
  form?.addEventListener('htmx:configRequest', (event) => {
    const { parameters } = /** @type {CustomEvent} */ (event).detail;
    delete parameters['by-hand'];
    for (const [name, value] of readNumbers(form)) {
      if (value) parameters[name] = value;
      else delete parameters[name];
    }
  });
  form?.addEventListener('change', (event) => writeAsRead(event.target));
}
