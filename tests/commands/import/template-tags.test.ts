// Template tags of site generators go before Markdown is read.
import { expect, test } from 'vitest';
import { removeTemplateTags } from '../../../src/commands/import/template-tags.js';

test.each([
  ['{% include ad.html %}\nWords.', '\nWords.'],
  ['A {{ site.title }} b.', 'A  b.'],
  ['{{< figure src="a b.png" alt="A b" >}}Words.', '![A b](<a b.png>)Words.'],
  ['{% comment %}hidden {% include x %} too{% endcomment %}Seen.', 'Seen.'],
  ['{% raw %}kept{% endraw %}', 'kept'],
  ['Words.\n{: .note}', 'Words.\n'],
  ['The tag `{% include x %}` includes.', 'The tag `{% include x %}` includes.'],
  ['```\n{{ kept }}\n```', '```\n{{ kept }}\n```'],
  ['{% highlight sh %}\nls {{x}}\n{% endhighlight %}', '\n```sh\n\nls {{x}}\n\n```\n'],
  ['[go]({{ unsubscribe_url }}) [on]({{ site.url }}/on)', '[go](#) [on](/on)'],
  ['- Contents\n{:toc}\nWords', '\nWords'],
  ['{% never closed', '{% never closed'],
])('removeTemplateTags(%j)', (text, expected) => expect(removeTemplateTags(text)).toBe(expected));

test('removeTemplateTags takes linear time on hostile text', () => {
  const text = `${'{% '.repeat(200_000)}${'{{ x }} '.repeat(100_000)}`;
  const start = performance.now();
  removeTemplateTags(text);
  expect(performance.now() - start).toBeLessThan(3_000);
});
