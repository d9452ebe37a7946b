/** Words that carry no subject, by language. Small on purpose: enough to tell the languages apart and to find phrases. */
const lists: Record<string, string> = {
  en: "a an the this that these those and or but nor so yet if then than as at by for from in into of off on onto out over to up with without within between among through during before after above below under again further once here there when where why how what which who whom whose all any both each few more most other others some such no not only own same too very can could will would shall should may might must do does did doing done have has had having be am is are was were been being i me my we us our ours you your yours he him his she her hers it its they them their theirs myself yourself itself ourselves themselves just also about against because until while since though although however therefore thus still even ever never always often sometimes already now today tomorrow yesterday much many lot lots one two three four five six seven eight nine ten first second third last next new old good better best great big small well yes ok like let lets via per etc eg ie don't doesn't didn't can't won't isn't aren't wasn't it's that's there's we're we've you're you've they're i'm i've you'll we'll they'll he's she's what's let's instead rather quite perhaps maybe almost enough another every either neither whether around across along behind beyond toward towards upon else less least several various certain able additional following previous previously currently particularly especially actually simply really finally usually mostly mainly another's whole half whenever wherever away far herself himself nobody somebody everybody anybody nothing everything anything something gone near back together apart forward alone",
  de: 'der die das den dem des ein eine einer eines einem einen und oder aber nicht kein keine ist sind war waren wird werden wurde wurden hat haben hatte hatten ich du er sie es wir ihr mein dein sein unser euer in im an am auf aus bei mit nach von vom vor zu zum zur über unter zwischen durch für gegen ohne um als wie wenn dass weil ob auch noch nur schon sehr mehr so dann hier dort da wo was wer man sich doch mal immer wieder beim ihre ihren ihrem ihrer seine seinen seiner diese dieser dieses diesem diesen jede jeder jedes alle alles viel viele kann können muss müssen soll',
  fr: 'le la les un une des du de et ou mais ne pas est sont était étaient être avoir a ont avait je tu il elle nous vous ils elles mon ma mes son sa ses notre nos leur leurs ce cet cette ces dans en au aux sur sous par pour avec sans entre vers chez que qui quoi dont où quand comme si plus moins très aussi encore déjà toujours jamais bien même tout tous toute toutes se on y',
  es: 'el la los las un una unos unas y o pero no es son era eran ser estar ha han había de del al en con sin por para sobre entre desde hasta que quien cual donde cuando como si más menos muy también ya su sus mi mis tu tus nuestro este esta estos estas ese esa lo le les se yo él ella nosotros ellos todo todos toda todas hay',
  it: 'il lo la i gli le un uno una e o ma non è sono era erano essere avere ha hanno di del della dei delle al alla ai alle da dal dalla in nel nella con su sul sulla per tra fra che chi cui dove quando come se più meno molto anche già suo sua suoi mio mia questo questa questi queste si ci ne',
  pt: 'o a os as um uma uns umas e ou mas não é são era eram ser estar há de do da dos das em no na nos nas com sem por para sobre entre que quem onde quando como se mais menos muito também já seu sua seus suas meu minha este esta isto ele ela eles nós',
  nl: 'de het een en of maar niet geen is zijn was waren wordt worden heeft hebben had ik je jij hij zij wij we ze u mijn haar ons onze in op aan van voor met door bij naar uit over onder tussen om te als dan dat die dit deze wat wie waar wanneer hoe ook nog al zeer meer er zich',
  sv: 'den det en ett och eller men inte är var vara har hade jag du han hon vi ni de dem min din sin vår i på av för med till från om under mellan som att när där hur vad vem också bara mycket mer så sig',
  pl: 'i oraz lub ale nie jest są był była było być ma mają ja ty on ona my wy oni w we na z ze do od po przy dla przez o u za pod nad między że który która które kiedy gdzie jak co kto też tylko bardzo się to ten ta te',
}

const stopwords = new Map(Object.entries(lists).map(([language, words]) => [language, new Set(words.split(' '))]))
const noWords: ReadonlySet<string> = new Set()

/** Stopwords of a language, in lower case; none for a language that is not listed. */
export function stopwordsOf(language: string): ReadonlySet<string> {
  return stopwords.get(language) ?? noWords
}

/** Articles and the like that announce a noun, by language. */
export const determiners: Record<string, ReadonlySet<string>> = {
  en: new Set('a an the this these those its their our his her my your every each some many no'.split(' ')),
  fr: new Set(
    'le la les un une des du au aux ce cet cette ces mon ma mes son sa ses notre nos votre vos leur leurs'.split(' '),
  ),
  es: new Set(
    'el la los las un una unos unas del al mi mis tu tus su sus nuestro nuestra este esta estos estas'.split(' '),
  ),
  it: new Set(
    'il lo la i gli le un uno una del della dei delle al alla dal dalla nel nella sul sulla mio mia suo sua'.split(' '),
  ),
  pt: new Set('o a os as um uma do da dos das no na nos nas meu minha seu sua'.split(' ')),
  nl: new Set('de het een mijn zijn haar onze deze dit'.split(' ')),
}

/** The language a text is written in: by its script, else by its commonest small words. Null when neither tells. */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, 20_000)
  const count = (pattern: RegExp): number => sample.match(pattern)?.length ?? 0
  const letters = count(/\p{L}/gu)
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)
  const han = count(/\p{Script=Han}/gu)
  if (kana > letters * 0.1) return 'ja'
  if (han > letters * 0.3) return 'zh'
  if (count(/\p{Script=Hangul}/gu) > letters * 0.3) return 'ko'
  if (count(/\p{Script=Latin}/gu) < letters * 0.5) return null
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  let best: { language: string; hits: number } | null = null
  for (const [language, set] of stopwords) {
    const hits = words.filter((word) => set.has(word)).length
    if (hits > (best?.hits ?? 0)) best = { language, hits }
  }
  return best && best.hits >= words.length * 0.15 ? best.language : null
}
