// Enhances the pages: keyboard shortcuts, results while the reader types, a table of contents that follows the reader.
// Every page works without this script.

const stored = 'tidings:keys';
let keysOn = true;
try {
  keysOn = localStorage.getItem(stored) !== 'off';
} catch {
  // Without storage, shortcuts stay on.
}

for (const details of document.querySelectorAll('.keys')) {
  const box = details.querySelector('input');
  details.hidden = false;
  box.checked = keysOn;
  box.addEventListener('change', () => {
    keysOn = box.checked;
    try {
      localStorage.setItem(stored, keysOn ? 'on' : 'off');
    } catch {
      // Without storage, the choice applies to this page only.
    }
  });
}

function focusSearch() {
  const field = [...document.querySelectorAll('input[name=q]')].find((input) => input.offsetParent);
  if (!field) document.querySelector('.masthead a[href*="/search"]')?.click();
  else {
    field.focus();
    field.select();
  }
}

// The distance of a heading from the top after a jump: the style sheet's scroll-padding.
const EDGE = 24;

/** Moves to the next place and focuses its link. Starts at the focused place if it is visible, else at the scroll position. */
function stepSection(step) {
  const stops = [...document.querySelectorAll('.recap h3, .imported :is(h2, h3), .mentions, .month, .results > li')];
  const places = stops.map((stop) => stop.getBoundingClientRect());
  const at = stops.findIndex((stop) => stop.contains(document.activeElement));
  const isSeen = at >= 0 && places[at].bottom > 0 && places[at].top < innerHeight;
  const away = places.map(({ top }) => top - EDGE);
  const near = step > 0 ? away.findIndex((top) => top > 4) : away.findLastIndex((top) => top < -4);
  const next = stops[isSeen ? at + step : near];
  if (!next) return;
  next.scrollIntoView();
  next.querySelector('a')?.focus({ preventScroll: true });
}

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest?.('input, select, textarea, [contenteditable]');
  if ((event.metaKey || event.ctrlKey) && event.key === 'k') {
    event.preventDefault();
    focusSearch();
    return;
  }
  if (event.key === 'Escape' && typing?.name === 'q') typing.blur();
  if (!keysOn || typing || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    focusSearch();
  } else if (event.key === 'j') stepSection(1);
  else if (event.key === 'k') stepSection(-1);
  else if (event.key === '[') document.querySelector('a[rel=prev]')?.click();
  else if (event.key === ']') document.querySelector('a[rel=next]')?.click();
});

// Shows results while the reader types: fetches the search page and replaces only the part that changes.
const form = document.querySelector('form[data-live]');
if (form) {
  let timer;
  let running;
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const filled = [...new FormData(form)].filter(([, value]) => value !== '');
    const address = `${form.getAttribute('action')}?${new URLSearchParams(filled)}`;
    try {
      const answer = await fetch(address, { signal: running.signal });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const results = page.getElementById('results');
      if (!answer.ok || !results) throw new Error(`HTTP ${answer.status}`);
      document.getElementById('results').replaceWith(results);
      document.title = page.title;
      history.replaceState(null, '', address);
    } catch (error) {
      if (error.name === 'AbortError') return;
      document.getElementById('status').textContent = form.dataset.failed;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
}

// The search field in the header proposes pages and statements while the reader types.
const find = document.querySelector('form.find[data-href]');
if (find) {
  const field = find.elements.q;
  const list = document.createElement('ul');
  Object.assign(list, { id: 'proposals', className: 'proposals', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.getAttribute('aria-label'));
  find.append(list);
  field.autocomplete = 'off';
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    'aria-expanded': 'false',
  }))
    field.setAttribute(name, value);

  const base = find.dataset.href.replace(/\/suggest\.json$/, '');
  const known = new Map();
  let chosen = -1;
  let timer;
  const options = () => [...list.children];
  const choose = (at) => {
    chosen = at;
    for (const [n, option] of options().entries()) option.setAttribute('aria-selected', String(n === at));
    const option = options()[at];
    if (option) field.setAttribute('aria-activedescendant', option.id);
    else field.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  };
  const close = () => {
    clearTimeout(timer);
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    choose(-1);
  };
  const show = (proposals) => {
    list.replaceChildren(
      ...proposals.map(({ label, detail, path }, n) => {
        const option = document.createElement('li');
        option.id = `proposal-${n}`;
        option.setAttribute('role', 'option');
        option.dataset.href = base + path;
        const small = document.createElement('small');
        small.textContent = detail;
        option.append(label, small);
        return option;
      }),
    );
    list.hidden = proposals.length === 0;
    field.setAttribute('aria-expanded', String(!list.hidden));
    choose(-1);
  };
  const propose = async () => {
    const q = field.value.trim();
    const isLong = [...q].length >= 2 || /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u.test(q);
    if (q && !isLong) return close();
    try {
      if (!known.has(q)) {
        const answer = await fetch(`${find.dataset.href}?${new URLSearchParams(q ? { q } : {})}`);
        if (!answer.ok) return;
        known.set(q, (await answer.json()).proposals);
      }
      if (field.value.trim() === q && document.activeElement === field) show(known.get(q));
    } catch {
      // Without a connection, Enter still searches.
    }
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(propose, 120);
  });
  field.addEventListener('focus', propose);
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    const count = options().length;
    if (list.hidden || event.isComposing) return;
    if (event.key === 'ArrowDown') choose(chosen + 1 < count ? chosen + 1 : -1);
    else if (event.key === 'ArrowUp') choose(chosen < 0 ? count - 1 : chosen - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && chosen >= 0) location.assign(options()[chosen].dataset.href);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Keep the focus in the field until the click has opened another page.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[data-href]');
    if (option) location.assign(option.dataset.href);
  });
}

// A click on a statement's `#` also copies its address.
const said = document.createElement('p');
Object.assign(said, { className: 'hidden' });
said.setAttribute('role', 'status');
document.body.append(said);
document.addEventListener('click', async (event) => {
  const anchor = event.target.closest?.('.anchor[href^="#"]');
  if (!anchor || event.metaKey || event.ctrlKey) return;
  try {
    await navigator.clipboard.writeText(anchor.href);
  } catch {
    return;
  }
  const before = anchor.textContent;
  if (before === '✓') return;
  anchor.textContent = '✓';
  said.textContent = `${anchor.getAttribute('aria-label')} ✓`;
  setTimeout(() => {
    anchor.textContent = before;
    said.textContent = '';
  }, 1500);
});

// Offers a returning reader a link to the section where they stopped reading.
const placeKey = `tidings:place:${location.pathname}`;
const sections = [...document.querySelectorAll('article .recap h3[id], article .imported :is(h2, h3)[id]')];
if (sections.length > 3) {
  const place = () => sections.findLast((section) => section.getBoundingClientRect().top < innerHeight / 2);
  const remember = () => {
    const read = place();
    try {
      if (!read || read === sections.at(-1)) localStorage.removeItem(placeKey);
      else localStorage.setItem(placeKey, read.id);
    } catch {
      // Without storage, the reader starts at the top.
    }
  };
  let stopped;
  try {
    stopped = document.getElementById(localStorage.getItem(placeKey) ?? '');
  } catch {
    stopped = null;
  }
  if (stopped && !location.hash && sections.indexOf(stopped) > 0 && scrollY === 0) {
    const link = document.createElement('a');
    link.className = 'continue';
    link.href = `#${stopped.id}`;
    link.textContent = `↓ ${stopped.firstChild.textContent.trim()}`;
    document.querySelector('main').append(link);
    addEventListener('scroll', () => link.remove(), { once: true, passive: true });
  }
  document.addEventListener('visibilitychange', () => document.hidden && remember());
  addEventListener('pagehide', remember);
}

// Marks the section that is being read in the table of contents.
const links = new Map(
  [...document.querySelectorAll('.toc.beside a')].map((link) => [link.hash.slice(1), link]),
);
if (links.size > 0 && 'IntersectionObserver' in window) {
  const parts = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const read = parts.findLast((part) => part.getBoundingClientRect().top < innerHeight / 3);
    for (const link of links.values()) link.removeAttribute('aria-current');
    const link = links.get(read?.id);
    if (!link) return;
    link.setAttribute('aria-current', 'true');
    // A long table of contents scrolls by itself, so the link may be out of view.
    const frame = link.closest('.toc');
    const away = link.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    if (away < 0 || away > frame.clientHeight - 2 * EDGE) frame.scrollTop += away - frame.clientHeight / 3;
  };
  const observer = new IntersectionObserver(mark, { rootMargin: '0px 0px -66% 0px' });
  for (const part of parts) observer.observe(part);
}

// Fills in the browser's time zone. The reader can choose another from the list.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll('[name=zone][data-guess]')) {
  // The browser may use a name of the zone that the list lacks.
  if (zone && field.options && ![...field.options].some(({ value }) => value === zone))
    field.add(new Option(zone, zone), 0);
  if (zone) field.value = zone;
}

// Reloads an operator's page that waits for a run, but never while somebody is typing.
const waiting = document.querySelector('[data-reload]');
if (waiting) {
  setInterval(() => {
    if (!document.activeElement?.matches('input, textarea, select')) location.reload();
  }, Number(waiting.dataset.reload) * 1000);
}

// The service worker keeps the latest issues for reading offline.
if ('serviceWorker' in navigator && document.currentScript) {
  const worker = new URL('sw.js', document.currentScript.src);
  addEventListener('load', async () => {
    try {
      await navigator.serviceWorker.register(worker);
      const { active } = await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) active.postMessage(location.href);
    } catch {
      // Without the worker, the site works online only.
    }
  });
}
