/** Sentences that send the reader somewhere, or speak of the article itself, and so say nothing a picture could carry. */

const patterns = [
  // To another page
  /\b(?:release notes|change ?log|cross-?post(?:ed)?|official post|blog ?posts?|newsletter|mailing list|web ?site|home ?page|git ?hub|pull requests?|issue tracker|tracking issues?|google form|faq)\b/i,
  /\b(?:can|may|could|will) (?:also )?be (?:found|seen|read|viewed|downloaded|obtained)\b/i,
  /\b(?:is|are) (?:available|listed|described|documented|explained|published|linked|posted) (?:in|at|on|from|here|below|under)\b/i,
  /\b(?:see|check|find|look|read|refer|visit|consult|browse|click)(?:ing)? (?:out|more|also|below|above|here|on|to|about|at|through|our|their|this|these|the (?:full|detailed|complete|whole|official|docs|documentation|list|page|post|guide|link|section|appendix))\b/i,
  /\bfor (?:details|information) (?:on|about)\b/i,
  /\bfor (?:more|further|additional|full|the full|other) (?:details?|information|on|about|background|reading|changes)\b/i,
  /\b(?:more|further|additional|detailed) (?:details?|information|documentation|about (?:this|that|it))\b/i,
  /\b(?:learn|read|know|find out|discover|tell you) more\b/i,
  /\bto (?:find out|learn|read|see|know) (?:more|about)\b/i,
  /\bquick (?:update|note|summary|look)\b|\b(?:full|complete|whole) list\b|\b(?:contains?|has|have|provides?|includes?) (?:\w+ )?documentation\b/i,
  /\bavailable (?:online|here|now at)\b|\bhere[.!]?$/i,
  /\bthe (?:above|below)\b|\b(?:above|below)[.!?,;]?$|\b(?:illustrated|shown|results?|snippet|quote|example|list|table|picture|photo) (?:[\w']+ ){0,4}(?:above|below)\b/i,
  /(?:^|[,;] )(?:see|read) (?:the|our|their|also|this|that|\p{Lu})/iu,
  // To the reader as a reader
  /\b(?:click|subscribe|sign up|stay tuned|follow us|join us|thank(?:s| you)|to thank|contact us|e-?mail|let us know|submit|hashtag|twitter|youtube|zulip|discord|social media|photo(?:graph)? (?:by|credit))\b/i,
  /\b(?:fill (?:in|out)|close|submit|open|complete) (?:the|this|our|a) (?:form|survey|poll|thread)\b/i,
  // To a computer
  /\b(?:npm|npx|pip|yarn|pnpm|cargo|apt|apt-get|brew|docker|git|curl|sudo) (?:i|install|run|add|build|clone|get|pull|push|start|exec|compose|systemctl)\b|\b(?:configuration|config|log) files?\b|\bcommand[ -]line\b/i,
  // To the article itself
  /\b(?:this|the) (?:post|article|blog|section|page|chapter|newsletter|document|write-?up|essay|summary|announcement|tutorial)\b/i,
  /\b(?:as|see) (?:mentioned|noted|described|stated|discussed|shown|explained|seen|you can see)\b/i,
  /\b(?:mentioned|described|listed|shown|given|discussed|explained) (?:above|below|earlier|before|here|in)\b/i,
  /\b(?:the following|as follows|like this|looks? like(?: this)?:|here(?:'s|’s| is| are| we| you| it)|in this example|for example, |let(?:'|’)?s|let us|dig in(?:to)?|tl;dr|side note|spoiler)\b/i,
  /\b(?:table|figure|appendix|example) \d/i,
  // Other languages
  /\b(?:siehe|mehr (?:dazu|infos?|informationen)|weitere (?:infos?|informationen)|hier finden|finden sie|klicken sie|newsletter|diese[rm]? (?:artikel|beitrag|abschnitt))\b/i,
  /\b(?:en savoir plus|voir (?:aussi|ici|le|la)|lire (?:aussi|la suite)|cliquez|abonnez|cet article|ce billet|pour plus d['’])/i,
  /\b(?:más información|haz clic|véase|este artículo|per saperne di più|clicca|questo articolo|saiba mais|este artigo|lees meer|dit artikel)\b/i,
]
const opening =
  /^(?:see|read|check|click|(?:note|n\.?b\.?|warning|hint|tip|update|edit|disclaimer|example|photo|image)\s*[:—–]|note (?:also )?that|thanks?|visit (?:us|our|the (?:site|page))|follow (?:us|the link|along)|subscribe|to find out|you can|please|quoting|consider|remember|recall|for more|as always|hello|hi|welcome|anyway|okay?)(?![\p{L}])/iu

/** Whether a sentence points away from what it is about. */
export const isPointer = (sentence: string): boolean =>
  opening.test(sentence) || patterns.some((pattern) => pattern.test(sentence))
