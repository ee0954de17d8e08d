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

/** Words, "phrases", prefix* and -excluded, as the server reads them; small words only where there are no others. */
function termsOf(q) {
  const small = new Set(form.dataset.small.split(' '));
  const terms = [...q.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)]
    .map(([, minus, phrase, word]) => ({ minus, phrase, text: (phrase ?? word).replace(/\*+$/, '') }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const wanted = terms.filter(({ minus }) => !minus);
  const telling = wanted.filter(({ phrase, text }) => phrase !== undefined || !small.has(text.toLowerCase()));
  const told = telling.length > 0 ? telling : wanted;
  const words = told.filter(({ phrase }) => phrase === undefined).map(({ text }) => text);
  const phrases = told.filter(({ phrase }) => phrase !== undefined).map(({ text }) => [`"${text}"`]);
  return {
    words,
    wanted: [...waysOf(words), ...phrases],
    // In quotation marks: of a word that it does not know, pagefind looks for the beginning.
    excluded: terms.filter(({ minus }) => minus).map(({ text }) => `"${text}"`),
  };
}

/**
 * What pagefind, which takes words or one phrase at a time, is asked for: all of these, each in one of its ways. A name
 * and its number may be written together or not.
 */
function waysOf(words) {
  const ways = [];
  const others = [];
  for (let at = 0; at < words.length; at++) {
    const [word, next = ''] = words.slice(at, at + 2);
    const whole = /^(\p{L}{2,})-?(\d+(?:\.\d+)*)$/u.exec(word);
    if (/^\p{L}{2,}$/u.test(word) && /^\d+(?:\.\d+)*$/.test(next)) {
      ways.push([`"${word} ${next}"`, `"${word}-${next}"`, `${word} ${next}`]);
      at++;
    } else if (whole) ways.push([`"${whole[1]}-${whole[2]}"`, `"${whole[1]} ${whole[2]}"`]);
    else others.push(word);
  }
  return others.length > 0 ? [...ways, [others.join(' ')]] : ways;
}

/** The results, best first, that every wanted part finds and no excluded one. */
async function searchFor({ wanted, excluded }, pagefind, query) {
  const find = async (text) => (await pagefind.search(text, query)).results;
  const findAny = async (ways) => {
    const found = (await Promise.all(ways.map(find))).flat();
    return [...new Map(found.toReversed().map((result) => [result.id, result])).values()].toReversed();
  };
  const idsOf = async (ways) => new Set((await findAny(ways)).map(({ id }) => id));
  const [first = [null], ...others] = wanted;
  const found = await findAny(first);
  const also = await Promise.all(others.map(idsOf));
  const not = await Promise.all(excluded.map((text) => idsOf([text])));
  return found.filter(({ id }) => also.every((ids) => ids.has(id)) && !not.some((ids) => ids.has(id)));
}

const plain = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Longer parts of words that nothing marked begins like: pagefind, which does not know them, has found others. */
function strangersOf(words, data) {
  const marked = data.flatMap(({ excerpt }) => [...excerpt.matchAll(/<mark>([^<]*)/g)].map(([, text]) => plain(text)));
  const parts = words.flatMap((word) => plain(word).match(/[\p{L}\p{N}]+/gu) ?? []);
  const found = marked.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  // An ending of a letter apart, it is the same word.
  const isFound = (part) => found.some((one) => one.startsWith(part.slice(0, -1)));
  return parts.filter((part) => part.length >= 4 && !isFound(part));
}

const lists = new Map();
/** The words of the archive that begin so, each with its frequency. */
function listFor(letter) {
  const name = /[a-z0-9]/.test(letter) ? letter : 'other';
  const read = async () => {
    const answer = await fetch(`${BASE}words/${name}.txt`);
    const text = answer.ok ? await answer.text() : '';
    return text.split('\n').map((line) => line.split(' '));
  };
  if (!lists.has(name)) lists.set(name, read());
  return lists.get(name);
}

/** The word itself where one begins so; else the nearest, as the server looks for it; undefined when none is near. */
async function respell(word) {
  const most = word.length >= 8 ? 2 : 1;
  let best = { edits: most + 1 };
  for (const letter of new Set([...word].slice(0, 2))) {
    for (const [other, frequency] of await listFor(letter)) {
      if (other.startsWith(word)) return word;
      if (Math.abs(other.length - word.length) > most) continue;
      const edits = editDistance(word, other);
      if (edits < best.edits || (edits === best.edits && Number(frequency) > best.frequency))
        best = { other, edits, frequency: Number(frequency) };
    }
  }
  return best.other;
}

/** A letter more, less, other, or two swapped. */
function editDistance(a, b) {
  let [before, above] = [[], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, above] = [above, row];
  }
  return above[b.length];
}

/** The question with words that the archive knows; undefined when it knows no such word. */
async function respellAll(q, strangers) {
  let respelt = plain(q);
  let same = true;
  for (const word of strangers) {
    const near = await respell(word);
    if (near === undefined) return undefined;
    if (near !== word) same = false;
    respelt = respelt.replace(new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'gu'), near);
  }
  return same ? q : respelt;
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
    const field = name === 'tag' ? free.find((one) => holdsKind(one, value)) : fields[0];
    if (field?.nodeName === 'SELECT' && !hasOption(field, value)) field.append(make('option', value, { value }));
    if (field) field.value = value;
    else if (name === 'tag') form.append(make('input', '', { type: 'hidden', name, value }));
    if (name !== 'q') form.querySelector('details').open = true;
  }
}

/** Whether the field chooses among tags of this one's kind. */
function holdsKind(field, tag) {
  const kind = tag.replace(/\/.*/, '/');
  return field.nodeName === 'SELECT' && [...field.options].some(({ value }) => value.startsWith(kind));
}

function hasOption(field, value) {
  return field.nodeName === 'SELECT' && [...field.options].some((option) => option.value === value);
}

let names;
async function readNames() {
  if (names) return;
  const answer = await fetch(`${BASE}tags.json`);
  names = answer.ok ? await answer.json() : {};
}

/** Learns the names of tags that the form does not offer. */
async function nameTags({ tags = [] }) {
  if (tags.every((tag) => optionText('tag', tag) !== tag)) return;
  await readNames();
  for (const option of fieldsOf('tag').flatMap((field) => [...(field.options ?? [])]))
    if (option.text === option.value) option.text = names[option.value] ?? option.value;
}

/** The pages of tags that the words name as a whole. */
async function seeAlso(q, known) {
  const slug = plain(q).replace(/['’]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const tags = Object.keys(known.tag ?? {}).filter((tag) => tag.replace(/^[a-z]+\//, '') === slug);
  if (tags.length === 0) return [];
  await readNames();
  const links = tags.flatMap((tag) => [
    make('a', names[tag] ?? tag, { href: `${BASE}tags/${tag}/` }),
    ' ',
    make('span', tag.replace(/\/.*/, ''), { class: 'meta' }),
    ' ',
  ]);
  return [make('p', ['See also ', ...links], { class: 'see' })];
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
  return options.find((option) => option.value === value)?.text.trim() ?? names?.[value] ?? value;
}

function chipsOf(asked) {
  const chips = filtersOf(asked).map(({ label, rest }) =>
    make('a', `${label} ×`, { href: addressFor(rest), 'aria-label': `Take off the filter ${label}` }),
  );
  return chips.length > 0 ? [make('p', chips, { class: 'chips' })] : [];
}

/** Searches near the one that finds nothing which do find something: without filters, or with a word less. */
async function suggest({ q = '', ...filters }, read) {
  const terms = q.match(/-?"[^"]*"?|\S+/g) ?? [];
  const fewer = terms.length > 1 ? terms.map((_, at) => terms.filter((_, other) => other !== at).join(' ')) : [];
  const tries = fewer.map((words) => ({ label: words, asked: { ...filters, q: words } }));
  if (q && Object.keys(filters).length > 0) tries.unshift({ label: 'without any filter', asked: { q } });
  const chips = [];
  for (const { label, asked } of tries.slice(0, 6)) {
    const terms = termsOf(asked.q);
    const { count, strangers } = terms.wanted.length > 0 ? await read(terms, asked) : { count: 0 };
    if (count > 0 && strangers.length === 0)
      chips.push(make('a', `${label} (${count})`, { href: addressFor(asked) }));
  }
  return chips.slice(0, 4);
}

/** Where to go on from a search that finds nothing. */
function nothing(chips) {
  if (chips.length > 0) return [make('p', 'These do find something:'), make('p', chips, { class: 'chips' })];
  const tags = make('a', 'tags', { href: `${BASE}tags/` });
  const issues = make('a', 'all issues', { href: `${BASE}issues/` });
  return [make('p', ['Try fewer or other words or filters, or look through the ', tags, ' and ', issues, '.'])];
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
    const read = async ({ words, ...rest }, narrowed = asked) => {
      const found = await searchFor(rest, pagefind, queryOf(narrowed, known));
      const data = await Promise.all(found.slice(0, shown).map((result) => result.data()));
      return { count: found.length, data, strangers: strangersOf(words, data) };
    };
    let answer = await read(terms);
    let instead;
    if (answer.strangers.length > 0) {
      instead = await respellAll(asked.q, answer.strangers);
      if (instead === undefined) answer = { count: 0, data: [] };
      else if (instead !== asked.q) answer = await read(termsOf(instead));
    }
    await nameTags(asked);
    const { count, data } = answer;
    const see = await seeAlso(instead ?? asked.q ?? '', known);
    const chips = count === 0 ? await suggest(asked, read) : [];
    if (turn !== latest) return;
    const counted = `${count} result${count === 1 ? '' : 's'}`;
    if (count === 0) status.textContent = `Nothing found${asked.q ? ` for ${asked.q}` : ''}`;
    else if (!instead || instead === asked.q) status.textContent = counted;
    else status.textContent = `Nothing has just these words. ${counted} for ${instead}`;
    const list = make('ol', data.map(hitOf), { class: 'results' });
    const more = make('button', 'More results', { type: 'button' });
    more.addEventListener('click', () => ask(shown + PAGE));
    const on = count === 0 ? nothing(chips) : count > shown ? [more] : [];
    results.replaceChildren(...chipsOf(asked), status, ...see, list, ...on);
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
