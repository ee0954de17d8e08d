// What needs the operator: problems, then tasks, each once and with a link to deal with it.
import type { Child } from 'hono/jsx';
import { HOUR_MS } from '../../base/time.js';
import type { Issue, Platform } from '../../model.js';
import { formatCount } from '../../render/format.js';
import type { KnownIncident } from '../../store/incidents.js';
import type { PlannedIssue } from '../site/operator-actions.js';
import type { Site } from '../site/site.js';
import { ActionButton, Moment } from './frame.js';
import { adminIssuePath } from './issues/issue-page.js';

/** A planned issue counts as late this long after its time. */
const LATE_MS = HOUR_MS;

export interface Upcoming extends PlannedIssue {
  readers: number;
  /** Whether somebody misses it: its cadence has readers or issues. */
  isExpected: boolean;
  issue?: Issue;
  posts: Map<Platform, number>;
}

export interface NeedsProps {
  site: Site;
  csrfToken: string;
  /** Problems that the watchdog found. */
  incidents: KnownIncident[];
  pauses: { issueId: string; why: string }[];
  upcoming: Upcoming[];
  /** Sources that fail, are gone or are silent longer than usual. */
  troubled: number;
  openReports: number;
}

/** A link to where the operator can do something about an incident. */
function findRemedy(key: string): { href: string; label: string } {
  if (key.startsWith('late:')) return { href: '#next', label: 'Make it now' };
  if (key.startsWith('failed:')) return { href: '/admin/runs', label: 'See the runs' };
  if (/^(uncertain|channel):/.test(key)) return { href: '/admin/deliveries', label: 'Send again there' };
  if (key.startsWith('confirmations:')) return { href: '/admin/settings', label: 'Try the mail' };
  if (key.startsWith('budget:')) return { href: '/admin/settings', label: 'See the budgets' };
  if (key === 'sources') return { href: '/admin/sources', label: 'See the sources' };
  return { href: '/admin/settings', label: 'Run the checks' };
}

export function Needs(props: NeedsProps) {
  const problems = listProblems(props);
  const tasks = listTasks(props);
  return (
    <>
      {problems.length > 0 && (
        <ul class="incidents" aria-label="Problems">
          {problems.map((problem) => (
            <li class="warning wrong">{problem}</li>
          ))}
        </ul>
      )}
      {tasks.length > 0 && (
        <ul class="incidents" aria-label="To do">
          {tasks.map((task) => (
            <li class="warning">{task}</li>
          ))}
        </ul>
      )}
      {problems.length + tasks.length === 0 && <p class="subtitle">Nothing needs you.</p>}
    </>
  );
}

/** Kinds of incidents, most harmful first. */
const HARMS = ['failed', 'uncertain', 'channel', 'budget', 'sources', 'confirmations'];

function harmOf({ key }: KnownIncident): number {
  const at = HARMS.indexOf(key.split(':')[0] ?? '');
  return at < 0 ? HARMS.length : at;
}

function listProblems({ site, csrfToken, incidents, pauses, upcoming }: NeedsProps): Child[] {
  // Pauses and late issues are listed apart, above the other incidents.
  const others = incidents
    .filter(({ key }) => !/^(paused|late):/.test(key))
    .toSorted((a, b) => harmOf(a) - harmOf(b));
  const late = upcoming.filter(
    ({ issue, releaseAt, over, isExpected }) =>
      over && !issue && isExpected && site.clock().getTime() - Date.parse(releaseAt) >= LATE_MS,
  );
  return [
    ...pauses.map(({ issueId, why }) => (
      <>
        The delivery of <a href={adminIssuePath({ id: issueId })}>{issueId}</a> is paused: {why}.{' '}
        <ActionButton
          csrfToken={csrfToken}
          action={`/admin/deliveries/${encodeURIComponent(issueId)}/resume`}
          label="Resume"
          name={`Resume ${issueId}`}
          quiet
        />
      </>
    )),
    ...late.map(({ id, releaseAt }) => (
      <>
        {id} was due at <Moment at={releaseAt} site={site} /> and has not been made.{' '}
        <a href="#next">Make it now</a>
      </>
    )),
    ...others.map(({ key, what, since }) => (
      <>
        {what}. <a href={findRemedy(key).href}>{findRemedy(key).label}</a>{' '}
        <span class="soft">
          Since <Moment at={since} site={site} />.
        </span>
      </>
    )),
  ];
}

function listTasks({ incidents, upcoming, troubled, openReports }: NeedsProps): Child[] {
  const drafts = upcoming.flatMap(({ issue, over }) => (issue && over && !issue.publishAt ? [issue] : []));
  const namesSources = incidents.some(({ key }) => key === 'sources');
  return [
    ...drafts.map((draft) => (
      <>
        The draft <a href={adminIssuePath(draft)}>{draft.headline}</a> is waiting for your approval.
      </>
    )),
    ...(openReports > 0
      ? [
          <>
            {formatCount(openReports, 'reader reports an error', 'readers report an error')}.{' '}
            <a href="/admin/corrections">See the reports</a>
          </>,
        ]
      : []),
    ...(troubled > 0 && !namesSources
      ? [
          <>
            {formatCount(troubled, 'source needs', 'sources need')} attention.{' '}
            <a href="/admin/sources">See the sources</a>
          </>,
        ]
      : []),
  ];
}
