// The preferences page in each state of a subscription, and the pages for deleting all data.
import type { Context } from 'hono';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { formatDay } from '../../render/format.js';
import { formatRhythm } from '../../render/mail/confirm.js';
import type { Subscriber } from '../../store/subscribers/subscribers.js';
import type { Site } from '../site/site.js';
import { Filled, usePhrases } from '../ui/language.js';
import { Notice, Page } from '../ui/layout.js';
import { describedBy, Field, PreferenceFields, type Problems } from './preference-fields.js';
import { Address } from './unsubscribe.js';

/** The form proposes a pause of two weeks: a holiday. */
const PAUSE_DAYS = 14;
export const MAX_PAUSE_DAYS = 365;

interface Shown {
  site: Site;
  c: Context;
  subscriber: Subscriber;
  token: string;
}

interface PreferencesProps extends Shown {
  recaps: string[];
  problems: Problems;
  /** The action that was just done: `saved`, `paused` or `resumed`. */
  done: string | undefined;
}

export function PreferencesPage(props: PreferencesProps) {
  const { site, c, subscriber, token, done } = props;
  const { mail, reader } = phrasesOf(site.publication.language);
  const notice = done === 'saved' || done === 'paused' || done === 'resumed' ? reader[done] : undefined;
  const receives = subscriber.status === 'active' || subscriber.status === 'paused';
  const wrong = Object.keys(props.problems).length > 0;
  return (
    <Page
      site={site}
      c={c}
      title={wrong ? fillPhrase(reader.notYet, { title: mail.preferences }) : mail.preferences}
    >
      <div class="column plain">
        <h1>{mail.preferences}</h1>
        <p class="subtitle">
          <StateSentence site={site} subscriber={subscriber} />
        </p>
        {notice && (
          <p class="warning" role="status">
            {notice}
          </p>
        )}
        {receives ? <Choices {...props} /> : <SubscribeAgain site={site} subscriber={subscriber} />}
        <section class="month">
          <h2>{reader.leave}</h2>
          <ul class="ways">
            {receives && (
              <li>
                <Filled phrase={reader.unsubscribeHint} links={[`/unsubscribe/${token}`]} />
              </li>
            )}
            <li>
              <Filled phrase={reader.deleteHint} links={[`/preferences/${token}/delete`]} />
            </li>
          </ul>
        </section>
      </div>
    </Page>
  );
}

/** The state of the subscription in a sentence. */
function StateSentence({ site, subscriber }: Pick<Shown, 'site' | 'subscriber'>) {
  const { name, language } = site.publication;
  const { reader } = phrasesOf(language);
  const { status, pausedUntil, timeZone } = subscriber;
  const address = <Address of={subscriber} />;
  if (status === 'pending') return <Filled phrase={reader.standPending} slots={{ address }} />;
  if (status === 'unsubscribed') return <Filled phrase={reader.standUnsubscribed} slots={{ address }} />;
  if (status === 'suppressed') return <Filled phrase={reader.standSuppressed} slots={{ address }} />;
  if (status === 'paused' && pausedUntil) {
    const day = formatDay(pausedUntil, timeZone, language);
    return <Filled phrase={reader.standPaused} slots={{ name, address, day }} />;
  }
  const rhythm = formatRhythm(subscriber, language);
  return <Filled phrase={reader.standActive} slots={{ name, address, rhythm }} />;
}

function Choices({ subscriber, token, recaps, problems }: PreferencesProps) {
  const path = `/preferences/${token}`;
  const { reader } = usePhrases();
  return (
    <>
      <form class="form" method="post" action={path} novalidate>
        <PreferenceFields preferences={subscriber} problems={problems} recaps={recaps} guess={false} />
        <button type="submit">{reader.save}</button>
      </form>
      <section class="month">
        <h2>{reader.pause}</h2>
        {subscriber.status === 'paused' ? (
          <form class="form" method="post" action={`${path}/resume`}>
            <p>{reader.pauseRuns}</p>
            <button type="submit">{reader.endPause}</button>
          </form>
        ) : (
          <form class="form inline" method="post" action={`${path}/pause`} novalidate>
            <Field name="days" label={reader.days} problem={problems.pause}>
              <input
                id="days"
                name="days"
                type="number"
                min="1"
                max={String(MAX_PAUSE_DAYS)}
                value={String(PAUSE_DAYS)}
                {...describedBy('days', problems.pause)}
              />
            </Field>
            <button type="submit">{reader.pause}</button>
          </form>
        )}
      </section>
    </>
  );
}

function SubscribeAgain({ site, subscriber }: Pick<Shown, 'site' | 'subscriber'>) {
  if (!site.mail || subscriber.status === 'suppressed') return null;
  return (
    <p>
      <Filled phrase={usePhrases().reader.subscribeAgain} links={['/subscribe']} />
    </p>
  );
}

export function DeletePage({ site, c, subscriber, token }: Shown) {
  const { reader } = phrasesOf(site.publication.language);
  return (
    <Notice site={site} c={c} title={reader.deleteData} heading={reader.deleteData}>
      <p>
        <Filled phrase={reader.deleteWhat} slots={{ address: <Address of={subscriber} /> }} />
      </p>
      <form class="form" method="post">
        <button type="submit">{reader.deleteData}</button>
      </form>
      <p>
        <a href={`/preferences/${token}`}>{reader.backToPreferences}</a>
      </p>
    </Notice>
  );
}

export function DeletedPage({ site, c, suppressed }: { site: Site; c: Context; suppressed: boolean }) {
  const { reader } = phrasesOf(site.publication.language);
  return (
    <Notice site={site} c={c} title={reader.deleted} heading={reader.deleted}>
      <p>{reader.deletedWhat}</p>
      {suppressed && <p>{reader.deletedFingerprint}</p>}
      <p>
        <Filled phrase={reader.stillReadable} links={['/']} />
      </p>
    </Notice>
  );
}
