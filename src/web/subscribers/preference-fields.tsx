// A subscriber's preferences as form fields, and reading them from a submitted form.
import type { Child } from 'hono/jsx';
import { fillPhrase } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import { isTimeZone } from '../../base/time.js';
import { formatHour } from '../../render/mail/confirm.js';
import {
  formatTopics,
  MAX_TOPIC_CHARACTERS,
  MAX_TOPICS,
  NO_INTERESTS,
  parseTopics,
} from '../../store/subscribers/interests.js';
import type { Preferences } from '../../store/subscribers/subscribers.js';
import type { Form } from '../http/forms.js';
import { weekdayName } from '../ui/dates.js';
import { useLanguage, usePhrases } from '../ui/language.js';

export type Problems = Partial<
  Record<'address' | 'cadence' | 'hour' | 'timeZone' | 'omitted' | 'follow' | 'mute' | 'pause', string>
>;

const TIME_ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const DAY_HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * Reads preferences from a form. Fields that are missing or invalid keep their value in `present`; `problems` has a message
 * for each invalid one.
 */
export function readPreferences(
  form: Form,
  present: Preferences,
  recaps: string[],
  { reader }: Phrases,
): { preferences: Preferences; problems: Problems } {
  const problems: Problems = {};
  const preferences = { ...present };
  const cadence = form.get('cadence') || present.cadence;
  if (cadence === 'daily' || cadence === 'weekly' || cadence === 'both') preferences.cadence = cadence;
  else problems.cadence = reader.chooseCadence;
  const hour = form.get('hour') || String(present.hour);
  if (/^\d{1,2}$/.test(hour) && Number(hour) < 24) preferences.hour = Number(hour);
  else problems.hour = reader.chooseHour;
  const timeZone = form.get('zone') || present.timeZone;
  if (timeZone.length <= 50 && isTimeZone(timeZone)) preferences.timeZone = timeZone;
  else problems.timeZone = reader.chooseZone;
  const unasked = present.omitted.filter((title) => !recaps.includes(title));
  const omitted = recaps.filter((title) => form.getAll('omit').includes(title));
  preferences.omitted = [...unasked, ...omitted];
  if (recaps.length > 0 && omitted.length === recaps.length) problems.omitted = reader.keepOne;
  readInterests(form, preferences, problems, reader);
  return { preferences, problems };
}

/** A form without these fields, such as the one on the front page, changes no interests. */
function readInterests(
  form: Form,
  preferences: Preferences,
  problems: Problems,
  { topicsWrong }: Phrases['reader'],
): void {
  if (form.getAll('follow').length + form.getAll('mute').length === 0) return;
  const present = preferences.interests ?? NO_INTERESTS;
  const readTopics = (name: 'follow' | 'mute') => {
    const topics = parseTopics(form.get(name));
    if (!topics) problems[name] = fillPhrase(topicsWrong, { max: MAX_TOPICS, length: MAX_TOPIC_CHARACTERS });
    return topics ?? present[name];
  };
  const followedOnly = form.get('followed-only') !== '';
  preferences.interests = { follow: readTopics('follow'), followedOnly, mute: readTopics('mute') };
}

interface FieldsProps {
  preferences: Preferences;
  problems: Problems;
  recaps: string[];
  /** The day on which the weekly issue comes out: 1 is Monday. */
  weeklyDay?: number;
  /** Whether the script fills in the browser's time zone. */
  guess: boolean;
}

export function PreferenceFields({ preferences, problems, recaps, weeklyDay, guess }: FieldsProps) {
  const { cadence, hour, timeZone, omitted, interests = NO_INTERESTS } = preferences;
  const { reader, stop } = usePhrases();
  const language = useLanguage();
  const zones = TIME_ZONES.includes(timeZone) ? TIME_ZONES : [timeZone, ...TIME_ZONES];
  return (
    <>
      <Group legend={reader.howOften} name="cadence" problem={problems.cadence}>
        <label>
          <input type="radio" name="cadence" value="daily" checked={cadence === 'daily'} />
          <span>
            {reader.everyDay} <small>{reader.everyDayHint}</small>
          </span>
        </label>
        <label>
          <input type="radio" name="cadence" value="weekly" checked={cadence === 'weekly'} />
          <span>
            {reader.everyWeek}{' '}
            <small>
              {reader.everyWeekHint}
              {weeklyDay &&
                `${stop} ${fillPhrase(reader.weeklyDay, { day: weekdayName(weeklyDay, language) })}`}
            </small>
          </span>
        </label>
        <label>
          <input type="radio" name="cadence" value="both" checked={cadence === 'both'} />
          <span>
            {reader.everyDayAndWeek} <small>{reader.everyDayAndWeekHint}</small>
          </span>
        </label>
      </Group>
      <div class="pair">
        <Field name="hour" label={reader.hour} problem={problems.hour}>
          <select id="hour" name="hour" {...describedBy('hour', problems.hour)}>
            {DAY_HOURS.map((value) => (
              <option value={String(value)} selected={value === hour}>
                {formatHour(value)}
              </option>
            ))}
          </select>
        </Field>
        <Field name="zone" label={reader.timeZone} problem={problems.timeZone}>
          <select
            id="zone"
            name="zone"
            data-guess={guess ? '' : undefined}
            {...describedBy('zone', problems.timeZone)}
          >
            {zones.map((zone) => (
              <option value={zone} selected={zone === timeZone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </Field>
      </div>
      {recaps.length > 1 && (
        <Group legend={reader.leaveOut} name="omit" problem={problems.omitted}>
          {recaps.map((title) => (
            <label>
              <input type="checkbox" name="omit" value={title} checked={omitted.includes(title)} />
              <span>{title}</span>
            </label>
          ))}
        </Group>
      )}
      <TopicsField
        name="follow"
        label={reader.follow}
        hint={reader.followHint}
        topics={interests.follow}
        problem={problems.follow}
      />
      <label class="check">
        <input type="checkbox" name="followed-only" value="yes" checked={interests.followedOnly} />
        <span>{reader.followedOnly}</span>
      </label>
      <TopicsField
        name="mute"
        label={reader.mute}
        hint={reader.muteHint}
        topics={interests.mute}
        problem={problems.mute}
      />
    </>
  );
}

interface TopicsProps {
  name: 'follow' | 'mute';
  label: string;
  hint: string;
  topics: string[];
  problem: string | undefined;
}

function TopicsField({ name, label, hint, topics, problem }: TopicsProps) {
  const described = problem ? `${name}-problem ${name}-hint` : `${name}-hint`;
  return (
    <Field name={name} label={label} problem={problem}>
      <input
        id={name}
        name={name}
        type="text"
        value={formatTopics(topics)}
        autocomplete="off"
        aria-describedby={described}
        aria-invalid={problem ? 'true' : undefined}
      />
      <small id={`${name}-hint`}>{hint}</small>
    </Field>
  );
}

interface FieldProps {
  name: string;
  label: string;
  problem: string | undefined;
  children?: Child;
}

/** A labelled field with its error message below. */
export function Field({ name, label, problem, children }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children}
      <Problem name={name} problem={problem} />
    </div>
  );
}

function Group({ name, legend, problem, children }: Omit<FieldProps, 'label'> & { legend: string }) {
  return (
    <fieldset {...describedBy(name, problem)}>
      <legend>{legend}</legend>
      {children}
      <Problem name={name} problem={problem} />
    </fieldset>
  );
}

function Problem({ name, problem }: { name: string; problem: string | undefined }) {
  if (!problem) return null;
  return (
    <p class="problem" id={`${name}-problem`}>
      {problem}
    </p>
  );
}

/** Links a field to its error message. */
export function describedBy(name: string, problem: string | undefined) {
  return problem ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-problem` } : {};
}
