// The short subscribe form on readers' pages: an address, and defaults that the reader can change on the next page.
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Cadence } from '../../model.js';
import type { Site } from '../site/site.js';
import { Filled, usePhrases } from './language.js';
import { subscribeAt } from './layout.js';

/** A field that only programs fill in. */
export const TRAP_FIELD = 'homepage';

interface SignUpProps {
  site: Site;
  /** The default cadence. */
  cadence: Cadence;
  /** The path of an issue to read first. */
  sample?: string;
}

/** Empty if nobody can subscribe. The time zone is the publication's; a script replaces it with the reader's. */
export function SignUp({ site, cadence, sample }: SignUpProps) {
  const action = subscribeAt(site);
  if (!action) return null;
  const { name, timeZone, language } = site.publication;
  const { page, reader } = phrasesOf(language);
  return (
    <form class="sign-up" method="post" action={action}>
      <label for="sign-up">{fillPhrase(reader.byMail, { name })}</label>
      <p class="line">
        <input
          id="sign-up"
          name="address"
          type="email"
          autocomplete="email"
          placeholder="name@example.org"
          maxlength={300}
          required
        />
        <button type="submit">{page.subscribe}</button>
      </p>
      <input type="hidden" name="cadence" value={cadence} />
      <input type="hidden" name="zone" value={timeZone} data-guess />
      <TrapField id="sign-up-homepage" />
      <p class="meta">
        {cadence === 'weekly' ? reader.oneMailWeekly : reader.oneMailDaily}{' '}
        {sample && <Filled phrase={reader.sample} links={[sample]} />}
      </p>
    </form>
  );
}

/** The field that people never see. */
export function TrapField({ id }: { id: string }) {
  return (
    <div class="hidden" aria-hidden="true">
      <label for={id}>{usePhrases().reader.leaveEmpty}</label>
      <input id={id} name={TRAP_FIELD} tabindex={-1} autocomplete="off" />
    </div>
  );
}
