// A card of the operator's first page: an issue that is being collected or due, its posts, cost and buttons.
import type { Cadence } from '../../model.js';
import { formatCost, formatCount, formatNumber, formatPeriod, joinWords } from '../../render/format.js';
import type { Spending } from '../site/operator-actions.js';
import type { Site } from '../site/site.js';
import { PLATFORM_NAMES } from '../ui/marks.js';
import { ActionButton, Moment } from './frame.js';
import { adminIssuePath } from './issues/issue-page.js';
import type { Upcoming } from './needs.js';

const DAYS_PER_MONTH = 30;

interface NextIssueProps {
  site: Site;
  csrfToken: string;
  planned: Upcoming;
  isBusy: boolean;
  /** Names of the sources that fail. */
  failing: string[];
  spending: Spending;
}

export function NextIssue(props: NextIssueProps) {
  const { site, csrfToken, planned, isBusy, failing, spending } = props;
  const { id, cadence, period, over, issue, posts, releaseAt } = planned;
  const counted = [...posts].filter(([, count]) => count > 0);
  const fields = { issue: id };
  // A run makes it, or makes it again: no edit or schedule has fixed its text.
  const isMadeByRun = !issue?.edited && !issue?.publishAt;
  const sendLabel = `Make and send to ${formatCount(planned.readers, 'reader')}`;
  const draftLabel = issue ? 'Make the draft again' : over ? 'Make a draft' : 'Make a draft now';
  return (
    <section class="card" aria-label={id}>
      <h3>
        {cadence === 'daily' ? 'Daily' : 'Weekly'}: {formatPeriod(period, site.publication.timeZone)}
      </h3>
      <p>
        {over ? 'The period is over.' : 'The period is still running.'} Due{' '}
        <Moment at={releaseAt} site={site} />.
      </p>
      <p>
        {counted.length === 0
          ? 'No posts yet.'
          : `Posts so far: ${joinWords(counted.map(([platform, count]) => `${formatNumber(count)} from ${platform === 'web' ? 'feeds and sites' : PLATFORM_NAMES[platform]}`))}.`}
        {failing.length > 0 && (
          <>
            {' '}
            <a href="/admin/sources">{formatCount(failing.length, 'source fails', 'sources fail')}</a>.
          </>
        )}
      </p>
      {issue && (
        <p>
          <a href={adminIssuePath(issue)}>Draft: {issue.headline}</a>
          {issue.publishAt ? (
            <>
              {' '}
              is published as it is on <Moment at={issue.publishAt} site={site} />.
            </>
          ) : over ? (
            '. Read, edit and approve it there.'
          ) : issue.edited ? (
            '. You edited it, so no run changes or publishes it: schedule it there.'
          ) : (
            '. Read, edit or schedule it there; if you leave it, it is made again with all posts when it is due.'
          )}
        </p>
      )}
      {isMadeByRun && <p class="soft">Expected cost: {describeExpectedCost(spending, cadence)}.</p>}
      {isBusy ? (
        <p class="soft">A run is under way.</p>
      ) : (
        <div class="buttons">
          {isMadeByRun && (
            <ActionButton
              csrfToken={csrfToken}
              action="/admin/make/draft"
              label={draftLabel}
              name={`${draftLabel}: ${id}`}
              fields={fields}
              quiet={issue !== undefined}
            />
          )}
          {over && !issue && (
            <ActionButton
              csrfToken={csrfToken}
              action="/admin/make/send"
              label={sendLabel}
              name={`${sendLabel}: ${id}`}
              fields={fields}
              quiet
            />
          )}
        </div>
      )}
    </section>
  );
}

/** What making the issue costs: X is read daily, so a weekly issue reads nothing more. */
function describeExpectedCost({ x, model }: Spending, cadence: Cadence): string {
  const parts: string[] = [];
  const expectedUsd = model?.expectedUsd?.[cadence];
  const limitUsd = model?.budgetUsdPerIssue ?? 0;
  const limit = limitUsd > 0 ? `at most ${formatCost(limitUsd)}` : '';
  if (expectedUsd !== undefined)
    parts.push(`about ${formatCost(expectedUsd)} for the model${limit && ` (${limit})`}`);
  else if (limit) parts.push(`${limit} for the model`);
  if (x && cadence === 'daily' && x.expectedUsd > 0)
    parts.push(`about ${formatCost(x.expectedUsd / DAYS_PER_MONTH)} for X`);
  else if (model) parts.push('not known yet for the model');
  return parts.join(', ') || 'nothing';
}
