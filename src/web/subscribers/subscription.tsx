// Subscribing: the form, and what it is answered with. Nobody is on the list before the mail's link is confirmed.

import { type Context, Hono } from 'hono';
import { truncate } from '../../base/text.js';
import { MINUTE_MS } from '../../base/time.js';
import { CONFIRMATION_DAYS } from '../../deliver/tokens.js';
import { formatCount } from '../../render/format.js';
import { type MailAddress, parseAddress } from '../../store/subscribers/address.js';
import { changeRequestedPreferences } from '../../store/subscribers/confirmation-requests.js';
import { changePendingPreferences, type Preferences } from '../../store/subscribers/subscribers.js';
import { type Form, isForeign, limitForm, readForm, sendPrivate } from '../ui/forms.js';
import { Page } from '../ui/layout.js';
import { clientOf, createLimiter } from '../ui/limits.js';
import { TRAP_FIELD, TrapField } from '../ui/sign-up.js';
import { type MailOptions, type Site, sendPage } from '../ui/site.js';
import { createConfirmationQueue } from './confirmation-queue.js';
import { describedBy, Field, PreferenceFields, type Problems, readPreferences } from './preference-fields.js';

const PER_CLIENT = { burst: 20, everyMs: 3 * MINUTE_MS, keys: 20_000 };
/** Characters of a wrong address that are shown again. */
const MAX_SHOWN_ADDRESS = 300;

export function subscriptionRoutes(site: Site): Hono {
  const app = new Hono();
  const { mail } = site;
  if (!mail) return app;
  const perClient = createLimiter(PER_CLIENT, site.clock);
  const queue = createConfirmationQueue(site);
  const base = { site, mail };

  app.get('/subscribe', (c) => {
    const present = proposed(site, mail);
    const cadence = c.req.query('cadence') === 'weekly' ? 'weekly' : present.cadence;
    return sendPage(
      c,
      <SubscribePage {...base} c={c} address="" preferences={{ ...present, cadence }} problems={{}} />,
    );
  });

  app.post('/subscribe', limitForm, async (c) => {
    const form = await readForm(c);
    const { mailbox, ...asked } = readRequest(form, proposed(site, mail), mail.recaps);
    const again = (status: 403 | 422 | 429, over: { problems?: Problems; warning?: string }) =>
      sendPrivate(c, <SubscribePage {...base} c={c} {...asked} {...over} />, status);
    const confirmRequest = (over: { problems?: Problems; saved?: boolean } = {}) =>
      sendPrivate(
        c,
        <SentPage {...base} c={c} {...asked} {...over} />,
        hasProblems(over.problems ?? {}) ? 422 : 200,
      );
    // An exported copy of the site may be on another host: its form leads here, and only a click here subscribes.
    if (isForeign(c, site))
      return again(403, {
        problems: {},
        warning: 'This form was sent from another site: check it and press Subscribe.',
      });
    const tooOften = (wait: number) => {
      c.header('Retry-After', String(Math.ceil(wait / 1000)));
      return again(429, {
        warning: `Too many tries. Try again in ${formatCount(Math.ceil(wait / MINUTE_MS), 'minute')}.`,
      });
    };

    const clientWait = perClient(clientOf(c, site.trustProxy));
    if (clientWait > 0) return tooOften(clientWait);
    if (!mailbox || (hasProblems(asked.problems) && !form.get('change'))) return again(422, {});
    if (hasProblems(asked.problems)) return confirmRequest({ problems: asked.problems });
    // Browsers fill in the trap, too: their people see the form again and know what to do.
    if (form.get(TRAP_FIELD))
      return again(422, {
        warning:
          'Nothing was sent yet: a field that people do not see was filled in, perhaps by your browser. Press Subscribe again.',
      });
    if (form.get('change')) {
      await changeRequest(site.db, mailbox, asked.preferences);
      return confirmRequest({ saved: true });
    }
    await queue.add(mailbox, asked.preferences);
    return confirmRequest();
  });
  return app;
}

function proposed({ publication }: Site, { hour }: MailOptions): Preferences {
  return { cadence: 'daily', timeZone: publication.timeZone, hour, omitted: [] };
}

function readRequest(form: Form, present: Preferences, recaps: string[]) {
  const { preferences, problems } = readPreferences(form, present, recaps);
  const address = form.get('address');
  const mailbox: MailAddress | undefined = parseAddress(address);
  if (!address.trim()) problems.address = 'An address is needed, such as name@example.org.';
  else if (!mailbox)
    problems.address = 'This is no address that mail can be sent to. It looks like name@example.org.';
  return { mailbox, address: truncate(address, MAX_SHOWN_ADDRESS), preferences, problems };
}

interface SubscribeProps {
  site: Site;
  c: Context;
  mail: MailOptions;
  address: string;
  preferences: Preferences;
  problems: Problems;
  /** What is not the fault of any field. */
  warning?: string;
}

function SubscribePage({ site, c, mail, address, preferences, problems, warning }: SubscribeProps) {
  const { name } = site.publication;
  const wrong = hasProblems(problems);
  return (
    <Page site={site} c={c} title={`${wrong ? 'Not yet: s' : 'S'}ubscribe by mail`} path="/subscribe">
      <div class="column">
        <h1>{name} by mail</h1>
        <p class="subtitle">One mail every day or every week, at the hour you choose.</p>
        {warning && (
          <p class="warning" role="alert">
            {warning}
          </p>
        )}
        <form class="form" method="post" action="/subscribe" novalidate>
          <Field name="address" label="Your address" problem={problems.address}>
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
            guess={c.req.method === 'GET'}
          />
          <TrapField id={TRAP_FIELD} />
          <button type="submit">Subscribe</button>
        </form>
        <p class="meta">
          First a mail asks you to confirm. Your address is used to send you {name} and for nothing else: no
          tracking pixel, and in every mail a link that ends it. There are <a href="/feed.xml">feeds</a>, too,
          and <a href="/">the latest issue</a> as a sample.
        </p>
      </div>
    </Page>
  );
}

/** The same for every address, known or not: its form changes what was asked for before it is confirmed. */
function SentPage(props: Omit<SubscribeProps, 'warning'> & { saved?: boolean }) {
  const { site, c, mail, address, preferences, problems, saved } = props;
  const { name } = site.publication;
  return (
    <Page site={site} c={c} title="Check your inbox">
      <div class="column">
        <h1>Check your inbox</h1>
        {saved && (
          <p class="warning" role="status">
            Saved.
          </p>
        )}
        <p>
          We send a mail to <strong>{address}</strong>. Its button confirms that the address is yours; it
          works for {CONFIRMATION_DAYS} days. If you get {name} already, the mail says so.
        </p>
        <p>
          It usually arrives within minutes. Some mail servers make new senders wait, and many requests at
          once wait for their turn: then it takes an hour or more, and we keep trying for a day and a half. An
          address gets at most one such mail an hour and three a day.
        </p>
        <p>
          Nothing there? Look in the spam folder, and check the address above. If it is wrong,{' '}
          <a href="/subscribe">enter the right one</a>. Until then, read <a href="/">the latest issue</a>.
        </p>
        <details class="choices" open={saved || hasProblems(problems)}>
          <summary>Change how often and when it comes</summary>
          <form class="form" method="post" action="/subscribe" novalidate>
            <input type="hidden" name="address" value={address} />
            <input type="hidden" name="change" value="1" />
            <PreferenceFields
              preferences={preferences}
              problems={problems}
              recaps={mail.recaps}
              guess={false}
            />
            <button type="submit">Save</button>
          </form>
        </details>
      </div>
    </Page>
  );
}

const hasProblems = (problems: Problems) => Object.keys(problems).length > 0;

/** Changes what was asked for before it is confirmed; everybody else changes it by the links in their mails. */
async function changeRequest(db: Site['db'], { key }: MailAddress, preferences: Preferences): Promise<void> {
  await changeRequestedPreferences(db, key, preferences);
  await changePendingPreferences(db, key, preferences);
}
