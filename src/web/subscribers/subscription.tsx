// Subscribing: the form, and what it is answered with. Nobody is on the list before the mail's link is confirmed.

import { type Context, Hono } from 'hono';
import { countPhrase, fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import { type MailAddress, parseAddress } from '../../base/mail-address.js';
import { truncate } from '../../base/text.js';
import { MINUTE_MS } from '../../base/time.js';
import { CONFIRMATION_DAYS } from '../../deliver/tokens.js';
import { formatRhythm } from '../../render/mail/confirm.js';
import { changeRequestedPreferences } from '../../store/subscribers/confirmation-requests.js';
import { NO_INTERESTS, parseTopics } from '../../store/subscribers/interests.js';
import { changePendingPreferences, type Preferences } from '../../store/subscribers/subscribers.js';
import { type Form, isForeign, limitForm, readForm, sendPrivate } from '../http/forms.js';
import { clientOf, createLimiter } from '../http/limits.js';
import { type MailOptions, type Site, sendPage } from '../site/site.js';
import { Filled } from '../ui/language.js';
import { Page } from '../ui/layout.js';
import { TRAP_FIELD, TrapField } from '../ui/sign-up.js';
import { createConfirmationQueue, runAfterResponse } from './confirmation-queue.js';
import { describeFirstArrival } from './first-issue.js';
import { describedBy, Field, PreferenceFields, type Problems, readPreferences } from './preference-fields.js';
import { Address } from './unsubscribe.js';

const PER_CLIENT = { burst: 20, everyMs: 3 * MINUTE_MS, keys: 20_000 };
/** Characters of an invalid address that the form shows again. */
const MAX_SHOWN_ADDRESS = 300;

export function subscriptionRoutes(site: Site): Hono {
  const app = new Hono();
  const { mail } = site;
  if (!mail) return app;
  const perClient = createLimiter(PER_CLIENT, site.clock);
  const queue = createConfirmationQueue(site);
  const base = { site, mail };
  const { language } = site.publication;
  const phrases = phrasesOf(language);
  const { reader } = phrases;

  app.get('/subscribe', (c) => {
    const present = defaultPreferences(site, mail);
    const asked = c.req.query('cadence');
    const cadence = asked === 'weekly' || asked === 'both' ? asked : present.cadence;
    const follow = parseTopics(c.req.query('follow') ?? '') ?? [];
    const interests = { ...NO_INTERESTS, follow };
    return sendPage(
      c,
      <SubscribePage
        {...base}
        c={c}
        address=""
        preferences={{ ...present, cadence, interests }}
        problems={{}}
      />,
    );
  });

  app.post('/subscribe', limitForm, async (c) => {
    const form = await readForm(c);
    const { mailbox, ...asked } = readRequest(form, defaultPreferences(site, mail), mail.recaps, phrases);
    const again = (status: 403 | 422 | 429, over: { problems?: Problems; warning?: string }) =>
      sendPrivate(c, <SubscribePage {...base} c={c} {...asked} {...over} />, status);
    const confirmRequest = (over: { problems?: Problems; saved?: boolean } = {}) =>
      sendPrivate(
        c,
        <SentPage {...base} c={c} {...asked} {...over} />,
        hasProblems(over.problems ?? {}) ? 422 : 200,
      );
    // An exported copy of the site may be on another host: its form leads here, and only a click here subscribes.
    if (isForeign(c, site)) return again(403, { problems: {}, warning: reader.foreign });
    const tooOften = (wait: number) => {
      c.header('Retry-After', String(Math.ceil(wait / 1000)));
      return again(429, { warning: countPhrase(language, reader.tooOften, Math.ceil(wait / MINUTE_MS)) });
    };

    const clientWait = perClient(clientOf(c, site.trustProxy));
    if (clientWait > 0) return tooOften(clientWait);
    if (!mailbox || (hasProblems(asked.problems) && !form.get('change'))) return again(422, {});
    if (hasProblems(asked.problems)) return confirmRequest({ problems: asked.problems });
    // Some browsers fill in the trap, too: show their readers the form again, with an explanation.
    if (form.get(TRAP_FIELD))
      return again(422, {
        warning: reader.trapFilled,
      });
    if (form.get('change')) {
      runAfterResponse(site, () => changeRequest(site.db, mailbox, asked.preferences));
      return confirmRequest({ saved: true });
    }
    await queue.add(mailbox, asked.preferences);
    return confirmRequest();
  });
  return app;
}

function defaultPreferences({ publication }: Site, { hour }: MailOptions): Preferences {
  return { cadence: 'daily', timeZone: publication.timeZone, hour, omitted: [] };
}

function readRequest(form: Form, present: Preferences, recaps: string[], phrases: Phrases) {
  const { preferences, problems } = readPreferences(form, present, recaps, phrases);
  const address = form.get('address');
  const mailbox: MailAddress | undefined = parseAddress(address);
  if (!address.trim()) problems.address = phrases.reader.addressMissing;
  else if (!mailbox) problems.address = phrases.reader.addressWrong;
  return { mailbox, address: truncate(address, MAX_SHOWN_ADDRESS), preferences, problems };
}

interface SubscribeProps {
  site: Site;
  c: Context;
  mail: MailOptions;
  address: string;
  preferences: Preferences;
  problems: Problems;
  /** A message that belongs to no single field. */
  warning?: string;
}

function SubscribePage({ site, c, mail, address, preferences, problems, warning }: SubscribeProps) {
  const { name, language } = site.publication;
  const { page, reader } = phrasesOf(language);
  const heading = fillPhrase(reader.byMail, { name });
  const title = hasProblems(problems) ? fillPhrase(reader.notYet, { title: heading }) : heading;
  return (
    <Page site={site} c={c} title={title} path="/subscribe">
      <div class="column">
        <h1>{heading}</h1>
        <p class="subtitle">{reader.intro}</p>
        {warning && (
          <p class="warning" role="alert">
            {warning}
          </p>
        )}
        <form class="form" method="post" action="/subscribe" novalidate>
          <Field name="address" label={reader.address} problem={problems.address}>
            <input
              id="address"
              name="address"
              type="email"
              value={address}
              autocomplete="email"
              maxlength={MAX_SHOWN_ADDRESS}
              required
              autofocus={problems.address !== undefined}
              {...describedBy('address', problems.address)}
            />
          </Field>
          <PreferenceFields
            preferences={preferences}
            problems={problems}
            recaps={mail.recaps}
            weeklyDay={mail.weeklyDay}
            guess={c.req.method === 'GET'}
          />
          <TrapField id={TRAP_FIELD} />
          <button type="submit">{page.subscribe}</button>
        </form>
        <p class="meta">
          <Filled phrase={reader.privacy} slots={{ name }} links={['/feed.xml']} />{' '}
          <Filled phrase={reader.sample} links={['/']} />
        </p>
      </div>
    </Page>
  );
}

/** Looks the same for every address, known or not. Its form changes the request before it is confirmed. */
function SentPage(props: Omit<SubscribeProps, 'warning'> & { saved?: boolean }) {
  const { site, c, mail, address, preferences, problems, saved } = props;
  const { name, language } = site.publication;
  const phrases = phrasesOf(language);
  const { reader } = phrases;
  const slots = { name, address: <Address of={{ address }} />, days: CONFIRMATION_DAYS };
  return (
    <Page site={site} c={c} title={reader.checkInbox}>
      <div class="column">
        <h1>{reader.checkInbox}</h1>
        {saved && (
          <p class="warning" role="status">
            {reader.saved}
          </p>
        )}
        <p>
          <Filled phrase={reader.sent} slots={slots} />
        </p>
        <p>
          <Filled
            phrase={reader.confirmWhat}
            slots={{ ...slots, rhythm: formatRhythm(preferences, language) }}
          />{' '}
          {describeFirstArrival(site, mail, preferences)}
        </p>
        <p>{reader.sentWait}</p>
        <p>
          <Filled phrase={reader.sentHelp} links={['/subscribe']} />{' '}
          <Filled phrase={reader.sample} links={['/']} />
        </p>
        <details class="choices" open={saved || hasProblems(problems)}>
          <summary>{phrases.mail.changeHowOften}</summary>
          <form class="form" method="post" action="/subscribe" novalidate>
            <input type="hidden" name="address" value={address} />
            <input type="hidden" name="change" value="1" />
            <PreferenceFields
              preferences={preferences}
              problems={problems}
              recaps={mail.recaps}
              weeklyDay={mail.weeklyDay}
              guess={false}
            />
            <button type="submit">{reader.save}</button>
          </form>
        </details>
      </div>
    </Page>
  );
}

const hasProblems = (problems: Problems) => Object.keys(problems).length > 0;

/** Changes preferences that are not confirmed yet. Confirmed readers use the links in their mails. */
async function changeRequest(db: Site['db'], { key }: MailAddress, preferences: Preferences): Promise<void> {
  await changeRequestedPreferences(db, key, preferences);
  await changePendingPreferences(db, key, preferences);
}
