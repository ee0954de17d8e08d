// What every language must have.

/** Forms by Intl.PluralRules; `{n}` is the number. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export interface Phrases {
  /** Opening and closing quotation mark. */
  quotes: [string, string];
  /** Between the last two names of a title: ` and `, with its spaces. */
  and: string;
  /** Between who says it and what is said, with its spaces. */
  colon: string;
  /** Ends a sentence. */
  stop: string;
  issue: {
    also: string;
    issueFor: string;
    checked: string;
    checkedNothing: string;
    failed: string;
    skipped: string;
    readInPart: string;
    andMore: string;
    subreddits: Plural;
    accounts: Plural;
    lists: Plural;
    discordChannels: Plural;
    feeds: Plural;
    points: Plural;
    likes: Plural;
    reposts: Plural;
    comments: Plural;
    replies: Plural;
    howMade: string;
    nothing: string;
    topPosts: string;
    update: string;
    tags: string;
    audited: string;
    statements: Plural;
    citations: Plural;
    rewritten: string;
    replaced: string;
    noModel: string;
    phrasedBy: string;
    phrasedInPart: string;
    picture: string;
  };
  mail: {
    readOnWeb: string;
    allIssues: string;
    preferences: string;
    youGet: string;
    daily: string;
    weekly: string;
    changeHowOften: string;
    unsubscribe: string;
    unsubscribeOneClick: string;
    or: string;
    replyToLeave: string;
    moreOnPage: Plural;
    moreOmitted: Plural;
    inRecap: string;
    rhythm: string;
    confirmSubject: string;
    confirmHeading: string;
    confirmStory: string;
    confirmButton: string;
    confirmAfter: string;
    knownSubject: string;
    knownStory: string;
    knownPaused: string;
    knownAfter: string;
    buttonFails: string;
  };
  page: {
    skip: string;
    issues: string;
    tags: string;
    search: string;
    subscribe: string;
    sources: string;
    calendar: string;
    authors: string;
    corrections: string;
    byMail: string;
    minutes: string;
    daily: string;
    weekly: string;
    previousIssue: string;
    nextIssue: string;
    contents: string;
    linkTo: string;
    thisPoint: string;
    cited: string;
    asMarkdown: string;
    whatCameAfter: string;
    companies: string;
    models: string;
    people: string;
    topics: string;
    searchAll: string;
    searchHint: string;
    narrow: string;
    platform: string;
    recap: string;
    source: string;
    author: string;
    from: string;
    to: string;
    order: string;
    any: string;
    bestFirst: string;
    newestFirst: string;
    results: Plural;
    moreThan: string;
    nothingFound: string;
    noExactMatch: string;
    seeAlso: string;
    removeFilter: string;
    suggestions: string;
    tryOther: string;
    moreResults: string;
    earlierResults: string;
  };
}
