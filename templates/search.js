// The search of an exported archive. Pagefind searches and filters; this script fills the form and lists the hits.
const form = document.querySelector('form[data-still]');
const results = document.getElementById('results');
const status = document.getElementById('status');
// The site's path on its host, from the address of this file.
const BASE = new URL('.', import.meta.url).pathname;
const PAGE = 20;
const FILTERS = ['platform', 'recap', 'source', 'author', 'tag'];
// Text without spaces is indexed character by character, Thai word by word; see search-index.ts.
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}々ー]+|[\p{sc=Thai}\p{M}]+/gu;
const GAP = /\u200b /g;

let engine;
async function openEngine() {
  const pagefind = await import(`${BASE}pagefind/pagefind.js`);
  await pagefind.options({ excerptLength: 32, baseUrl: BASE });
  return { pagefind, known: await pagefind.filters() };
}

function make(name, content, attributes = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...[content].flat());
  return element;
}

// An excerpt is HTML with <mark> elements around text from outside: only the marks count as markup.
function excerptOf(html) {
  const parts = new DOMParser().parseFromString(html.replace(GAP, ''), 'text/html').body.childNodes;
  return [...parts].map((part) =>
    part.nodeName === 'MARK' ? make('mark', part.textContent) : document.createTextNode(part.textContent),
  );
}

function splitRun(run) {
  if (!/\p{sc=Thai}/u.test(run)) return [...run];
  return Array.from(new Intl.Segmenter('th', { granularity: 'word' }).segment(run), ({ segment }) => segment);
}

/** Splits a run without spaces into characters or words. If the query is that run alone, they must be adjacent. */
function splitQuery(q) {
  const spaced = q.replace(UNSPACED, (run) => ` ${splitRun(run).join(' ')} `).trim();
  return q.trim().match(UNSPACED)?.[0] === q.trim() ? `"${spaced}"` : spaced;
}

/** The value as the index has it, regardless of case and `@`. */
function valueOf(known, name, given) {
  const plain = (text) => text.toLowerCase().replace(/^(@|u\/)/, '');
  return Object.keys(known[name] ?? {}).find((one) => plain(one) === plain(given)) ?? given;
}

const sortOf = (sort) => (sort ? { sort: { date: sort === 'oldest' ? 'asc' : 'desc' } } : {});

function optionsOf(asked, known) {
  const filters = {};
  for (const name of FILTERS) {
    const values = asked.getAll(name).filter(Boolean);
    if (values.length > 0) filters[name] = values.map((value) => valueOf(known, name, value));
  }
  const [since, until] = [asked.get('since'), asked.get('until')];
  if (since || until) {
    const days = Object.keys(known.day ?? {}).filter((day) => (!since || day >= since) && (!until || day <= until));
    filters.day = { any: days.length > 0 ? days : ['none'] };
  }
  return { filters, ...sortOf(asked.get('sort')) };
}

/** The bullet of the first match; the section if only its title matches. */
function addressOf({ url, anchors, locations }) {
  const bullet = locations
    .map((place) => anchors.findLast(({ id, location }) => id && location <= place))
    .find(Boolean);
  return bullet ? url.replace(/(?:#.*)?$/, `#${bullet.id}`) : url;
}

/** Describes where a hit is. Hits of imported issues, which have no recaps, are marked. */
function placeOf({ when, recap, headline, imported }) {
  if (!imported) return `${when} · ${recap} · ${headline}`;
  return [`${when} · ${headline} `, make('span', imported, { class: 'cadence' })];
}

function hitOf({ excerpt, meta, ...place }) {
  return make('li', [
    make('h2', make('a', meta.title, { href: addressOf(place) })),
    make('p', excerptOf(excerpt)),
    make('p', placeOf(meta), { class: 'meta' }),
  ]);
}

/** `12 results`, in the language of the page. */
function describeCount(count) {
  if (count === 0) return form.dataset.none;
  const forms = JSON.parse(form.dataset.counts);
  const rule = new Intl.PluralRules(document.documentElement.lang).select(count);
  return (forms[rule] ?? forms.other).replace('{n}', count);
}

let latest = 0;
async function search(shown = PAGE) {
  const turn = ++latest;
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim() !== ''));
  history.replaceState(null, '', `${BASE}search/?${asked}`);
  try {
    engine ??= openEngine();
    const { pagefind, known } = await engine;
    const q = splitQuery(asked.get('q') ?? '');
    const found = asked.size > 0 ? await pagefind.search(q || null, optionsOf(asked, known)) : { results: [] };
    const data = await Promise.all(found.results.slice(0, shown).map((result) => result.data()));
    if (turn !== latest) return;
    const count = found.results.length;
    status.textContent = asked.size === 0 ? '' : describeCount(count);
    const more = make('button', form.dataset.more, { type: 'button' });
    more.addEventListener('click', () => search(shown + PAGE));
    const list = make('ol', data.map(hitOf), { class: 'results' });
    results.replaceChildren(status, list, ...(count > shown ? [more] : []));
  } catch {
    engine = undefined;
    status.textContent = form.dataset.failed;
  }
}

if (form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const field = fields.find((one) => [...(one.options ?? [])].some((option) => option.value === value)) ?? fields[0];
    if (field?.nodeName === 'SELECT' && ![...field.options].some((option) => option.value === value))
      field.append(make('option', value.replace(/^.*\//, ''), { value }));
    if (field) field.value = value;
    if (name !== 'q') form.querySelector('details').open = true;
  }
  let timer;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
  });
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(), 150);
  });
  if (location.search) search();
}
