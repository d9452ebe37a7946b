/** Common English verbs, plain forms and irregular past ones. */
const verbStems = new Set(
  (
    'accept add aim allow appear apply arrive ask avoid become begin believe belong bring call carry catch choose collect come compare consider contain continue count create decide deliver depend ' +
    'describe develop discover draw drink drop eat emerge enable ensure enter exist expect explain explore fall feel fill find finish fit follow forget give go grow happen hear help hold hope ' +
    'imagine implement improve include increase introduce invite involve join keep know lead learn leave listen live look lose maintain make mean meet mix move need offer open pass pay plan ' +
    'prefer prepare prevent produce provide pull push put raise reach read realise realize receive reduce remain remember remove replace require return rise run say see seem sell send serve set ' +
    'show sit sleep speak spend stand start stay stop suggest support take talk teach tell tend think throw tie travel try turn understand use visit wait walk want watch wear win wonder work write ' +
    'be get let do have made gave took came went kept left held brought built found began became told saw got thought knew grew ran sat stood fell spent sent meant met lost paid felt heard drew rose ' +
    'pour stir bake boil chop slice fold knead wash cut fix land merge abort invoke convert pioneer emit prepare revert stabilize flew lit shone swept blew froze woke drove rode sang hung lay slept struck wore tore bent dug swung wound shook ' +
    'accuse achieve act adapt adjust admit adopt affect agree announce apologise apologize approach argue arrange arrest assume attach attack attempt attend attract ban bang bear beat bite bless blend block bloom blow bother bounce bow break breathe brew bury burn burst buy cause celebrate change chase cheer claim clean clear click cling close combine complain complete concern confirm connect consist contact control cool cost cough cover crack crawl creak cross cry dance dare date deal defend define delay deny deserve design destroy detect die dig disappear divide double doubt drag dress drip drop dry earn ease employ encourage end enjoy escape examine exceed exchange excuse exercise extend face fail fade fear fetch fight film fire flash flow fold force form freeze gain gather glance govern grind grip guard guess guide handle hang hate heal heat hide hit hunt hurry hurt identify ignore impress inform inherit insist inspect intend interest issue jump kick kill kiss knock label lack last laugh lay lean lend lie lift light like limit link list load lock manage mark marry match matter measure melt mend mention mind miss mount multiply name note notice number obey occur open operate order organise organize outnumber overlook owe own pack park part perform permit pick pile place plant play point polish press pretend print promise promote prove publish punish quit quote race rain rank reflect refuse regret reject relate relax release rely remind rent repair replace reply report represent request require rescue resist rest reveal ring rinse risk roll rub ruin rule rush sail satisfy save scare score scrape scratch scream seal search seat select separate settle shape share shift shop shout shrink shut sign signal simmer sink slide slip slow smile smoke soak soften solve sort sound spare spell spill spin split spoil spread squeeze stare state steal steer step stick sting stretch strike struggle study succeed suffer suit supply surprise surround survive suspect swallow swear swim switch target taste tear tempt test thank threaten tighten touch trade train trap treat tremble trust turn twist type unite vanish vary view vote wander warm warn waste wave weaken weigh welcome whisper whistle win wipe wish worry wrap yell yield ' +
    'apply assign assist benefit bundle collide comprise conclude consume contribute cooperate coordinate debug default deploy deprecate differ disable discuss document drive elect emphasise enforce equal evaluate evolve exceed execute expand export expose feature focus fork format fund generate grant highlight host import inspire integrate interpret invent invest launch license locate mentor migrate modify monitor obtain optimise optimize override parse patch persist pioneer post prioritise prioritize process propose protect qualify recommend record recover reject remedy rename render resolve respond restore restrict review revise reward rewrite ship simplify skip specify sponsor stabilise submit summarise summarize target track transfer transform translate trigger undergo unlock validate verify withdraw ' +
    'bend tip squeeze rinse sprinkle peel grate whisk glue sand trim tidy dip scoop sift strain thicken season marinate grease preheat roast grill steam melt flip flatten spoon ladle garnish drain discard reserve toss sew stitch paint varnish oil screw unscrew bolt nail hammer tighten loosen sharpen carve dig rake prune sow water harvest pour brush comb polish dust sweep scrub shut bring ' +
    'ate bit blew bore bought bound broke burnt caught chose clung crept cried cut dealt died dreamt drank drove fed fled flung flowed forgot forgave fought froze gave ground hid hit hurt led leapt learnt lent let lit lied made paid put quit rang read rid said sank set shot shrank shut sold sought spoke spread sprang stole stuck stung swam swore taught threw understood upset won withdrew wrote ' +
    'upgrade update install download climb smell taste wait repeat settle sweep swing glow shine drift'
  ).split(' '),
)

/** Whether a word, in lower case, is the plain form of a common verb. */
export const isVerbStem = (word: string): boolean => verbStems.has(word)

/** Whether a word, in lower case, is any form of a common verb. */
export function isVerb(word: string): boolean {
  return [
    word,
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/ed$/, ''),
    word.replace(/d$/, ''),
    word.replace(/ing$/, ''),
    word.replace(/ing$/, 'e'),
    word.replace(/ies$/, 'y'),
    word.replace(/ied$/, 'y'),
    // Stopped, planning
    word.replace(/(.)\1(?:ed|ing)$/, '$1'),
  ].some((stem) => verbStems.has(stem))
}
