// The folder of the soak's publication: its sources.yaml, and the .env with the replay, the sinks and the messenger.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One source of each kind does not exist. */
export function writeSources(folder, { timeZone, daily, weekly }, { replayUrl }) {
  writeFileSync(
    join(folder, 'sources.yaml'),
    `publication: { name: Soak Notes, timeZone: ${timeZone}, daily: { hour: ${daily} }, weekly: { day: monday, hour: ${weekly} } }
recaps:
  - { title: X Recap, from: x, maxSections: 4, maxBullets: 4 }
  - { title: Reddit Recap, from: reddit, maxSections: 3, maxBullets: 3 }
  - { title: Blogs, from: feeds }
sources:
  subreddits: [LocalLLaMA, singularity, StableDiffusion, no_such_subreddit]
  x: { lists: ["1"], accounts: [OpenAI, AnthropicAI, nobody_here], budget: { dailyUsd: 1000, monthlyUsd: 10000 } }
  feeds: ["${replayUrl}/feeds/issues.xml", "${replayUrl}/feeds/none.xml"]
network: { allowPrivateNetwork: true }
delivery: { confirmationsPerHour: 100000 }
`,
  );
}

/** `via`: the messenger, `smtp` or `resend`. */
export function configure(folder, via, { sinks, replayUrl, publicUrl, webhookSecret, database }) {
  const mail =
    via === 'smtp'
      ? { SMTP_URL: sinks.smtpUrl }
      : { RESEND_API_KEY: 're_soakkey', RESEND_BASE_URL: sinks.resendUrl };
  const environment = {
    X_BEARER_TOKEN: 'soak-token',
    X_BASE_URL: replayUrl,
    REDDIT_CLIENT_ID: 'soak-client',
    REDDIT_CLIENT_SECRET: 'soak-secret',
    REDDIT_BASE_URL: replayUrl,
    MAIL_FROM: 'Soak Notes <notes@soak.example>',
    PUBLIC_URL: publicUrl,
    RESEND_WEBHOOK_SECRET: webhookSecret,
    LOG_LEVEL: 'warn',
    ...mail,
    ...(database && { DATABASE_URL: database }),
  };
  const lines = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
  writeFileSync(join(folder, '.env'), lines.join('\n'));
}
