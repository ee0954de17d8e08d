import { expect, test } from 'vitest';
import { createConsentReader, saysAllLeft } from '../../../src/commands/subscribers/consent.js';

/** The verdict on one line whose header and fields are separated by commas. */
const judge = (header: string, line: string) =>
  createConsentReader(['email', ...header.split(',')], 0)(['ann@example.org', ...line.split(',')]);

// Exports in the shape their hosts document: a header, lines that stay, lines that left.
const hosts: [host: string, header: string, stays: string[], left: string[]][] = [
  [
    'Substack',
    'active_subscription,expiry,plan,email_disabled,digest_enabled,created_at,first_payment_at',
    [
      'false,,other,false,false,2026-01-02T03:04:05.000Z,',
      'true,2027-01-01,yearly_a,,true,2026-01-02,2026-01-03',
    ],
    ['false,,other,true,false,2026-01-02,', 'true,2027-01-01,yearly_a,yes,true,2026-01-02,'],
  ],
  [
    'Ghost',
    'id,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers',
    ['1,Ann,,true,,,2026-01-02T03:04:05.000Z,,,', '1,,,yes,true,cus_1,2026-01-02,,vip,Gold'],
    [
      '1,Ann,,false,,,2026-01-02,,,',
      '1,,,no,,,2026-01-02,,,',
      '1,,,true,,,2026-01-02,2026-02-03T00:00:00Z,,',
    ],
  ],
  ['Ghost with its status', 'subscribed,status', ['true,free', 'true,comped'], ['false,paid']],
  [
    'beehiiv',
    'First Name,status,subscription_tier,created_at,unsubscribed_at',
    ['Ann,active,premium,2026-01-02 03:04:05 UTC,'],
    [
      'Ann,active,free,2026-01-02,2026-02-03',
      ...['inactive', 'pending', 'invalid', 'validating', 'needs_attention', 'paused'].map(
        (state) => `,${state},free,2026-01-02,`,
      ),
    ],
  ],
  [
    'Buttondown',
    'id,notes,tags,type,creation_date,unsubscription_date,source',
    ['regular', 'Premium', 'gifted', 'trialed', 'churning', 'paused', 'past_due'].map(
      (type) => `1,,,${type},2026-01-02,,form`,
    ),
    [
      ...['unactivated', 'unsubscribed', 'spammy', 'removed', 'undeliverable', 'blocked', 'complained'].map(
        (type) => `1,,,${type},2026-01-02,,form`,
      ),
      '1,,,regular,2026-01-02,2026-02-03,form',
    ],
  ],
  [
    'Kit',
    'id,first_name,state,created_at',
    ['1,Ann,active,2026-01-02T03:04:05Z'],
    ['cancelled', 'bounced', 'complained', 'inactive', 'unconfirmed'].map(
      (state) => `1,Ann,${state},2026-01-02`,
    ),
  ],
  [
    'Mailchimp',
    'First Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,UNSUB_TIME,UNSUB_REASON,CLEAN_TIME,OPTOUT_TIME',
    [
      'Ann,2,,,2026-01-02 03:04:05,203.0.113.5,2026-01-02 03:04:05,,,,',
      'Ann,5,2026-01-02 03:04:05,203.0.113.5,,,2026-01-02,,,,',
    ],
    [
      'Ann,2,,,2026-01-02,,,2026-02-03 04:05:06,N/A,,',
      'Ann,2,,,2026-01-02,,,,no longer interested,,',
      'Ann,1,,,2026-01-02,,,,,2026-02-03 04:05:06,',
      'Ann,1,,,2026-01-02,,,,,,2026-02-03 04:05:06',
    ],
  ],
  [
    'MailerLite',
    'Subscribed,status,state,city,opted_in_at,optin_ip,unsubscribed_at',
    ['2026-01-02 03:04:05,active,Texas,Austin,,,', '2026-01-02,Active,,,2026-01-02,203.0.113.5,'],
    ['unsubscribed', 'unconfirmed', 'bounced', 'junk'].map((state) => `2026-01-02,${state},Texas,Austin,,,`),
  ],
  [
    'listmonk',
    'uuid,name,attributes,status,created_at,updated_at,subscription_status',
    ['u-1,Ann,{},enabled,2026-01-02,2026-01-02,confirmed'],
    [
      'u-1,Ann,{},blocklisted,2026-01-02,2026-01-02,confirmed',
      'u-1,Ann,{},disabled,,,confirmed',
      'u-1,Ann,{},enabled,,,unsubscribed',
    ],
  ],
  [
    'listmonk with its lists',
    'status,lists',
    ['enabled,[{"subscription_status":"confirmed"}]'],
    ['enabled,[{"subscription_status":"unsubscribed"}]'],
  ],
  ['Resend', 'id,created_at,first_name,unsubscribed', ['1,2026-01-02,Ann,false'], ['1,2026-01-02,Ann,true']],
  [
    'Curated',
    'Status,Source',
    ['Active,API'],
    ['Unsubscribed,API', 'Spam,API', 'Bounced,API', 'Pending Confirmation,API'],
  ],
  [
    'Steady',
    'country,city,state,plan_name,subscription_period,subscription_state,subscribed_at',
    ['active', 'in_trial', 'guest', 'not_renewing'].map(
      (state) => `DE,Ulm,Bavaria,Fan,monthly,${state},2026-01-02`,
    ),
    ['DE,Ulm,Bavaria,Fan,monthly,cancelled,2026-01-02'],
  ],
];

test.each(hosts)('%s', (_, header, stays, left) => {
  for (const line of stays) expect([line, judge(header, line)]).toEqual([line, { verdict: 'stays' }]);
  for (const line of left)
    expect([line, judge(header, line)]).toEqual([line, expect.objectContaining({ verdict: 'left' })]);
});

test.each([
  ['opted_out', 'yes'],
  ['OptedOut', 'TRUE'],
  ['Bounced?', 'true'],
  ['hard_bounced_at', '2026-01-02'],
  ['complained', '1'],
  ['active', 'false'],
  ['isActive', '0'],
  ['subscribed', 'no'],
  ['Email Enabled', 'off'],
  ['email_verified', 'false'],
  ['blocklisted', 'true'],
  ['blacklisted', 'x'],
  ['Subscription Status', 'Unsubscribed'],
  ['consent', 'no'],
  ['marketing_consent', 'withdrawn'],
  ['suppressed', 't'],
  ['suppression_reason', 'policy'],
  ['deleted_at', '1767312000'],
  ['do_not_email', 'yes'],
  ['DoNotContact', 'y'],
  ['cancelled_at', '02/03/2026'],
  ['Unsubscribe Date', 'Jan 2, 2026'],
  ['email_status', 'undeliverable'],
  ['disabled', '1'],
  ['left', '2026-01-02T00:00:00.000Z'],
])('%s = %s left', (column, value) => expect(judge(column, value).verdict).toBe('left'));

test.each([
  ['status', 'zombie'],
  ['status', ''],
  ['subscribed', ''],
  ['confirmed_at', ''],
  ['active', 'perhaps'],
  ['unsubscribed', 'partially'],
  ['opted_out', 'active'],
  ['bounce_count', '3'],
  ['newsletter', 'Weekly'],
  ['comments_blocked', 'yes'],
  ['partner_opt_in', 'no'],
  ['not_interested_in_active_offers', 'yes'],
  ['lead_status', 'new'],
  ['type', 'robot'],
  ['tags', 'vip; unsubscribed'],
  ['Tags', 'VIP; Abgemeldet'],
  ['Abgemeldet am', '02.03.2026'],
  ['Désabonné', 'oui'],
  ['Date de désinscription', '02/03/2026'],
  ['Statut', 'désabonné'],
  ['Estado', 'dado de baja'],
  ['Fecha de baja', '2026-03-02'],
  ['Disiscritto', 'sì'],
  ['Descadastrado em', '02/03/2026'],
  ['Uitgeschreven', 'ja'],
  ['Avregistrerad', 'ja'],
  ['Wypisany', 'tak'],
  ['Дата отписки', '02.03.2026'],
  ['購読解除日', '2026/03/02'],
  ['退订时间', '2026-03-02'],
  ['수신거부', '예'],
  ['Aktiv', 'nein'],
  ['Abonné', 'non'],
  ['購読中', 'いいえ'],
  ['lists', '[{"subscription_status":"confirmed"}|{"subscription_status":"unsubscribed"}]'],
])('%s = %j is not understood and admits nobody', (column, value) => {
  const consent = judge(column, value);
  expect(consent).toMatchObject({ verdict: 'unclear', reason: expect.stringContaining(`"${column}" is `) });
});

test.each([
  ['Company,Country,notes,score', 'Unsub Ltd,US,left a note,7'],
  ['unsubscribe_url,subscribed_at,member_rating', 'https://example.org/u/1,,4'],
  ['sms_status,billing_state,last_active_at', 'unsubscribed,NY,2026-01-02'],
  ['Activity,Days active (last 30 days),Emails dropped (6mo)', '5,12,1'],
  ['status,confirmed_at', 'active,'],
  ['Abgemeldet,Désabonné,Baja', 'nein,non,'],
  ['Aktiv,Abonné', 'ja,oui'],
  ['Vorname,Prénom,Ciudad,Estado,名前', 'Ann,Ann,León,León,アン'],
  ['bounced,complaints,deleted_at,unsub_time', '0,no,null,0000-00-00 00:00:00'],
])('other columns are harmless: %s', (header, line) =>
  expect(judge(header, line)).toEqual({ verdict: 'stays' }),
);

test('a file of unsubscribed people is recognised by its name', () => {
  for (const name of [
    'unsubscribed_members_export_1.csv',
    'cleaned_email_audience_export.csv',
    'nonsubscribed_x.csv',
    'bounces.csv',
    'suppressions.csv',
    'opted-out.csv',
  ])
    expect([name, saysAllLeft(name)]).toEqual([name, true]);
  for (const name of ['subscribed_members_export_1.csv', 'subscribers.csv', 'list.csv'])
    expect([name, saysAllLeft(name)]).toEqual([name, false]);
});
