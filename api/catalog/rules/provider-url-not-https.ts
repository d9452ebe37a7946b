import type { Rule } from './rule.ts'

export const providerUrlNotHttps: Rule = {
  id: 'provider/url-not-https',
  severity: 'error',
  summary: 'A base_url is https, unless it is on this machine.',
  why: 'The key travels in every request; over http anyone between can read it.',
  fix: 'Use https. Only localhost, 127.0.0.1 and [::1] may be http.',
  *check(context) {
    for (const provider of context.providers) {
      const text = provider.spec.base_url
      if (text === undefined || !URL.canParse(text)) continue
      const url = new URL(text)
      const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
      if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) continue
      yield {
        place: provider.place(['base_url']),
        message: `base_url must be https, unless it is on this machine; this is ${url.protocol.slice(0, -1)}.`,
        hint: url.protocol === 'http:' ? 'Write https.' : 'Write a URL that begins with https://.',
      }
    }
  },
}
