// The search of an archive that is files: the index is pagefind's, the form and the results look as on a server.
const form = document.querySelector('form[data-still]');
const results = document.getElementById('results');
// The site's path on its host: where this file is.
const BASE = new URL('.', import.meta.url).pathname;
const PAGE = 20;
const FILTERS = ['platform', 'recap', 'source', 'author'];

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

// An excerpt comes as HTML with <mark>; its words are others', so that nothing of it is taken for markup but the marks.
function excerptOf(html) {
  const parts = new DOMParser().parseFromString(html, 'text/html').body.childNodes;
  return [...parts].map((part) =>
    part.nodeName === 'MARK' ? make('mark', part.textContent) : document.createTextNode(part.textContent),
  );
}

/** The value as the index spells it; one that it does not know finds nothing. */
function valueOf(known, name, given) {
  const plain = (text) => text.toLowerCase().replace(/^(@|u\/)/, '');
  return Object.keys(known[name] ?? {}).find((one) => plain(one) === plain(given)) ?? given;
}

function daysOf(known, since, until) {
  const inSpan = (day) => (!since || day >= since) && (!until || day <= until);
  const days = Object.keys(known.day ?? {}).filter(inSpan);
  // Of no value at all pagefind makes no filter.
  return days.length > 0 ? days : ['none'];
}

/** Words, "phrases", prefix* and -excluded, as the server reads them. Pagefind takes words or one phrase at a time. */
function termsOf(q) {
  const terms = [...q.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)]
    .map(([, minus, phrase, word]) => ({ minus, phrase, text: (phrase ?? word).replace(/\*+$/, '') }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const wanted = terms.filter(({ minus }) => !minus);
  const words = wanted.filter(({ phrase }) => phrase === undefined).map(({ text }) => text);
  const phrases = wanted.filter(({ phrase }) => phrase !== undefined).map(({ text }) => `"${text}"`);
  return {
    wanted: [...(words.length > 0 ? [words.join(' ')] : []), ...phrases],
    // In quotation marks: of a word that it does not know, pagefind looks for the beginning.
    excluded: terms.filter(({ minus }) => minus).map(({ text }) => `"${text}"`),
  };
}

/** The results, best first, that every wanted part finds and no excluded one. */
async function searchFor({ wanted, excluded }, pagefind, query) {
  const find = async (text) => (await pagefind.search(text, query)).results;
  const idsOf = async (text) => new Set((await find(text)).map(({ id }) => id));
  const [first = null, ...others] = wanted;
  const found = await find(first);
  const also = await Promise.all(others.map(idsOf));
  const not = await Promise.all(excluded.map(idsOf));
  return found.filter(({ id }) => also.every((ids) => ids.has(id)) && !not.some((ids) => ids.has(id)));
}

/** The fields that are filled in. Of tags there may be several: all of them are named. */
function readAsked() {
  const { tag: _, ...asked } = Object.fromEntries(
    [...new FormData(form)].filter(([, value]) => value.trim() !== ''),
  );
  const tags = new FormData(form).getAll('tag').filter(Boolean);
  return tags.length > 0 ? { ...asked, tags } : asked;
}

function addressFor({ tags = [], ...asked }) {
  const params = new URLSearchParams(asked);
  for (const tag of tags) params.append('tag', tag);
  return `${BASE}search/?${params}`;
}

const fieldsOf = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

function fillForm() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const fields = fieldsOf(name);
    const free = fields.filter((field) => field.nodeName !== 'SELECT' || field.value === '');
    const field = name === 'tag' ? free.find((one) => hasOption(one, value)) : fields[0];
    if (field?.nodeName === 'SELECT' && !hasOption(field, value)) field.append(make('option', value, { value }));
    if (field) field.value = value;
    else if (name === 'tag') form.append(make('input', '', { type: 'hidden', name, value }));
    if (name !== 'q') form.querySelector('details').open = true;
  }
}

function hasOption(field, value) {
  return field.nodeName === 'SELECT' && [...field.options].some((option) => option.value === value);
}

/** The filters in words, as the server says them, each with the search without it. */
function filtersOf({ tags = [], ...asked }) {
  const words = { platform: 'on', recap: 'in', source: 'from', author: 'by', since: 'since', until: 'until' };
  const single = Object.keys(words).flatMap((name) => {
    const { [name]: value, ...rest } = asked;
    const shown = name === 'platform' && hasOption(form.elements[name], value) ? optionText(name, value) : value;
    return value ? [{ label: `${words[name]} ${shown}`, rest: { ...rest, tags } }] : [];
  });
  return [
    ...single,
    ...tags.map((tag) => ({
      label: `about ${optionText('tag', tag)}`,
      rest: { ...asked, tags: tags.filter((one) => one !== tag) },
    })),
  ];
}

function optionText(name, value) {
  const options = fieldsOf(name).flatMap((field) => [...(field.options ?? [])]);
  return options.find((option) => option.value === value)?.text.trim() ?? value;
}

function chipsOf(asked) {
  const chips = filtersOf(asked).map(({ label, rest }) =>
    make('a', `${label} ×`, { href: addressFor(rest), 'aria-label': `Take off the filter ${label}` }),
  );
  return chips.length > 0 ? [make('p', chips, { class: 'chips' })] : [];
}

/** Where to go on from a search that finds nothing. */
function nothing() {
  const tags = make('a', 'tags', { href: `${BASE}tags/` });
  const issues = make('a', 'all issues', { href: `${BASE}issues/` });
  return make('p', ['Try fewer or other words or filters, or look through the ', tags, ' and ', issues, '.']);
}

/** The first bullet that has a found word; the section, when only its title has one. */
function addressOf({ url, anchors, locations }) {
  const bullets = locations.map((place) => anchors.findLast(({ id, location }) => id && location <= place));
  const bullet = bullets.find(Boolean);
  return bullet ? url.replace(/(?:#.*)?$/, `#${bullet.id}`) : url;
}

function hitOf({ excerpt, meta, ...place }) {
  return make('li', [
    make('h2', make('a', meta.title, { href: addressOf(place) })),
    make('p', excerptOf(excerpt)),
    make('p', `${meta.when} · ${meta.recap} · ${meta.headline}`, { class: 'meta' }),
  ]);
}

function queryOf(asked, known) {
  const filters = {};
  for (const name of FILTERS) if (asked[name]) filters[name] = valueOf(known, name, asked[name]);
  if (asked.tags) filters.tag = asked.tags;
  if (asked.since || asked.until) filters.day = { any: daysOf(known, asked.since, asked.until) };
  return { filters, ...(asked.sort === 'date' && { sort: { date: 'desc' } }) };
}

let latest = 0;
async function ask(shown = PAGE) {
  const turn = ++latest;
  const asked = readAsked();
  const status = document.getElementById('status');
  history.replaceState(null, '', addressFor(asked));
  const terms = termsOf(asked.q ?? '');
  if (terms.wanted.length === 0 && !asked.tags && !FILTERS.some((name) => asked[name])) {
    results.replaceChildren(status);
    status.textContent = '';
    return;
  }
  try {
    engine ??= openEngine();
    const { pagefind, known } = await engine;
    const found = await searchFor(terms, pagefind, queryOf(asked, known));
    const data = await Promise.all(found.slice(0, shown).map((result) => result.data()));
    if (turn !== latest) return;
    // Of a word that it does not know, pagefind looks for the beginning, down to its first letter.
    const named = terms.wanted.length === 0 || data.some(({ excerpt }) => excerpt.includes('<mark>'));
    const count = named ? found.length : 0;
    status.textContent =
      count === 0 ? `Nothing found${asked.q ? ` for ${asked.q}` : ''}` : `${count} result${count === 1 ? '' : 's'}`;
    const list = make('ol', (named ? data : []).map(hitOf), { class: 'results' });
    const more = make('button', 'More results', { type: 'button' });
    more.addEventListener('click', () => ask(shown + PAGE));
    const on = count === 0 ? [nothing()] : count > shown ? [more] : [];
    results.replaceChildren(...chipsOf(asked), status, list, ...on);
  } catch {
    engine = undefined;
    status.textContent = 'The index could not be read. Try again in a moment.';
  }
}

if (form) {
  let timer;
  fillForm();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ask();
  });
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(), 150);
  });
  if (location.search) ask();
}
