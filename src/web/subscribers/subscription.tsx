// Subscribing: the form, and what it is answered with. Nobody is on the list before the mail's link is confirmed.

import { type Context, Hono } from 'hono';
import { truncate } from '../../base/text.js';
import { MINUTE_MS } from '../../base/time.js';
import { CONFIRMATION_DAYS } from '../../deliver/tokens.js';
import { formatCount } from '../../render/format.js';
import { holderOf, type MailAddress, parseAddress } from '../../store/subscribers/address.js';
import { createSubscriber, type Preferences } from '../../store/subscribers/subscribers.js';
import { type Form, isForeign, limitForm, readForm, sendPrivate } from '../ui/forms.js';
import { Notice, Page } from '../ui/layout.js';
import { clientOf, createLimiter } from '../ui/limits.js';
import { type MailOptions, type Site, sendPage } from '../ui/site.js';
import { createConfirmationMailer } from './confirmation-mailer.js';
import { describedBy, Field, PreferenceFields, type Problems, readPreferences } from './preference-fields.js';

const PER_CLIENT = { burst: 20, everyMs: 3 * MINUTE_MS, keys: 20_000 };
const PER_ADDRESS = { burst: 3, everyMs: 20 * MINUTE_MS, keys: 20_000 };
/** A field that only programs fill in. */
const TRAP = 'homepage';
/** As much of a wrong address as is shown again. */
const SHOWN = 300;

export function subscriptionRoutes(site: Site): Hono {
  const app = new Hono();
  const { mail } = site;
  if (!mail) return app;
  const perClient = createLimiter(PER_CLIENT, site.clock);
  const perAddress = createLimiter(PER_ADDRESS, site.clock);
  const confirmationMailer = createConfirmationMailer(site);
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
    if (isForeign(c, site)) return sendPrivate(c, <ForeignPage site={site} c={c} />, 403);
    const form = await readForm(c);
    const { mailbox, ...asked } = readRequest(form, proposed(site, mail), mail.recaps);
    const again = (status: 422 | 429 | 503, over: { problems?: Problems; warning?: string }) =>
      sendPrivate(c, <SubscribePage {...base} c={c} {...asked} {...over} />, status);
    const tooOften = (wait: number) => {
      c.header('Retry-After', String(Math.ceil(wait / 1000)));
      return again(429, {
        warning: `Too many tries. Try again in ${formatCount(Math.ceil(wait / MINUTE_MS), 'minute')}.`,
      });
    };

    const clientWait = perClient(clientOf(c, site.trustProxy));
    if (clientWait > 0) return tooOften(clientWait);
    if (!mailbox || Object.keys(asked.problems).length > 0) return again(422, {});
    if (form.get(TRAP)) {
      await confirmationMailer.pretend();
      return sendPrivate(c, <SentPage site={site} c={c} address={mailbox.address} />);
    }
    const addressWait = perAddress(holderOf(mailbox));
    if (addressWait > 0) return tooOften(addressWait);

    const { subscriber } = await site.db
      .transaction()
      .execute((trx) => createSubscriber(trx, mailbox, asked.preferences, site.clock().toISOString()));
    const outcome = await confirmationMailer.send(subscriber);
    if (outcome === 'sent') return sendPrivate(c, <SentPage site={site} c={c} address={mailbox.address} />);
    if (outcome === 'rejected')
      return again(422, { problems: { address: 'The mail server of this address takes no mail for it.' } });
    return again(503, { warning: 'The mail could not be sent. Try again in a few minutes.' });
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
  return { mailbox, address: truncate(address, SHOWN), preferences, problems };
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
  const wrong = Object.keys(problems).length > 0;
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
              maxlength={SHOWN}
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
          <div class="hidden" aria-hidden="true">
            <label for={TRAP}>Leave this empty</label>
            <input id={TRAP} name={TRAP} tabindex={-1} autocomplete="off" />
          </div>
          <button type="submit">Subscribe</button>
        </form>
        <p class="meta">
          First a mail asks you to confirm. Your address is used to send you {name} and for nothing else: no
          tracking pixel, and in every mail a link that ends it. There are <a href="/feed.xml">feeds</a>, too.
        </p>
      </div>
    </Page>
  );
}

/** The same for every address, known or not. */
function SentPage({ site, c, address }: { site: Site; c: Context; address: string }) {
  const { name } = site.publication;
  return (
    <Notice site={site} c={c} title="Look into your mail" heading="Now look into your mail">
      <p>
        A mail is on its way to <strong>{address}</strong>. Its button confirms that the address is yours; it
        holds for {CONFIRMATION_DAYS} days. If {name} comes there already, the mail says so.
      </p>
      <p>
        Nothing there after a few minutes? Look among the unwanted mails, and whether the address above is
        spelled right. Then <a href="/subscribe">try once more</a>.
      </p>
    </Notice>
  );
}

function ForeignPage({ site, c }: { site: Site; c: Context }) {
  return (
    <Notice site={site} c={c} title="Not from here" heading="This form was sent from another site">
      <p>
        So that nobody else subscribes you, only <a href="/subscribe">the form of this site</a> is taken.
        Nothing was changed.
      </p>
    </Notice>
  );
}
