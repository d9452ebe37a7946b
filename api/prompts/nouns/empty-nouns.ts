/** Nouns of time, number and manner, which nobody can see, by language. German ones are in a form without ending. */
const lists: Record<string, string> = {
  de: 'jahr tag mal uhr zeit woche monat stunde minute sekunde abend morgen mittag nacht teil art weise ende anfang grund frage ding sache jahrhundert jahrzehnt januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag frühling sommer herbst winter euro cent dollar prozent größe wunsch weg fall beispiel möglichkeit problem lösung thema punkt zahl anzahl menge hälfte drittel viertel stück paar seite name idee gedanke leben arbeit version update funktion preis rolle wert sinn wort blick augenblick überblick hilfe norden süden osten westen leute mensch',
  fr: 'année jour fois heure semaine mois siècle partie fin début chose temps matin midi soir nuit janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche euro moitié tiers quart nombre exemple cas façon manière raison idée question problème sens vie travail mesure version prix place suite sorte tour',
  es: 'año día vez hora semana mes siglo parte fin principio cosa tiempo mañana tarde noche momento enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo euro mitad número ejemplo caso forma manera razón idea problema sentido vida trabajo versión precio lado tipo modo poco costumbre hecho resto paso',
  it: 'anno giorno volta ora settimana mese secolo parte fine inizio cosa tempo mattina mattino sera notte momento gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica euro metà numero esempio caso modo ragione idea problema senso vita lavoro versione prezzo lato tipo resto',
  pt: 'ano dia vez hora semana mês século parte fim início coisa tempo manhã tarde noite momento janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro segunda terça quarta quinta sexta sábado domingo euro metade número exemplo caso forma maneira razão ideia problema sentido vida trabalho versão preço lado tipo modo resto',
  nl: 'jaar dag keer uur week maand eeuw deel einde begin ding tijd ochtend middag avond nacht moment januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag euro helft aantal voorbeeld geval manier reden idee probleem zin leven werk versie prijs kant soort vorm',
  sv: 'år dag gång timme vecka månad sekel del slut början sak tid morgon kväll natt stund januari februari mars april maj juni juli augusti september oktober november december måndag tisdag onsdag torsdag fredag lördag söndag krona hälft antal exempel fall sätt skäl idé problem mening liv arbete version pris sida',
  pl: 'rok lata dzień raz godzina tydzień miesiąc wiek część koniec początek rzecz czas rano poranek wieczór noc chwila styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień poniedziałek wtorek środa czwartek piątek sobota niedziela złoty połowa liczba przykład sposób powód pomysł problem sens życie praca wersja cena strona',
}
const sets = new Map(Object.entries(lists).map(([language, words]) => [language, new Set(words.split(' '))]))
/** Endings that make a noun of what cannot be seen. */
const abstractEndings: Partial<Record<string, RegExp>> = {
  de: /(?:ung|heit|keit|tion|tät|schaft|ismus|nis|ik|anz|enz|tum|ur)(?:en|e|es|s)?$/iu,
  fr: /(?:tions?|sions?|ités?|tés?|ances?|ences?|ismes?|ments?|eurs? de|tudes?|ises?|esses?)$/iu,
  es: /(?:ción|ciones|sión|siones|dad|dades|tad|tades|ancia|encia|ismo|miento|mientos|itud|umbre|ez|eza)$/iu,
  it: /(?:zione|zioni|sione|sioni|tà|tù|anza|enza|ismo|mento|menti|udine|ezza)$/iu,
  pt: /(?:ção|ções|ssão|nsão|isão|usão|ssões|nsões|dade|dades|ância|ência|ismo|mento|mentos|tude|ez|eza)$/iu,
  nl: /(?:ing|ingen|heid|heden|teit|isme|schap|tie|ties|nis)$/iu,
  sv: /(?:ning|ningen|het|heten|skap|skapet|ism|ismen|itet|iteten|else|elsen|tion|tionen)$/iu,
  pl: /(?:ość|ości|anie|ania|enie|enia|cja|cji|cję|stwo|stwa|izm|izmu|acja)$/iu,
}

/** Whether a noun says when, how much or how, rather than what. `forms`: the word and what may be its plain forms, in lower case. */
export const isEmptyNoun = (forms: string[], language: string): boolean =>
  forms.some((form) => sets.get(language)?.has(form) ?? false)

/** How likely it is that a noun names a thing to be seen, by its ending: from 0 to 1. */
export const visibility = (word: string, language: string): number =>
  word.length > 6 && abstractEndings[language]?.test(word) ? 0.4 : 1
