import { type Motif, readMotifs, readStems } from './motif.ts'

/** A field of life that articles are about. */
export interface Theme {
  id: string
  /** How an article of this field is called in a prompt. */
  label: string
  /** Whether its subjects can be shown as they are. The others are shown through a likeness. */
  concrete: boolean
  /** Words that tell the theme. */
  stems: string[]
  motifs: Motif[]
}

/** The fields that are known. A tie goes to the one named first. */
export const themes: Theme[] = [
  {
    id: 'software',
    label: 'a software story',
    concrete: false,
    stems: readStems(`
      software program code$ coding compil crate api$ apis developer rust$ linux kernel cargo rfc$ github library
      compiler macro toolchain bug$ debug javascript python typescript java$ algorithm database server web$ app$ apps
      browser cloud deploy
    `),
    motifs: [],
  },
  {
    id: 'money',
    label: 'a business story',
    concrete: false,
    stems: readStems(`
      bank invest market stock$ stocks tax budget inflation saving saver deposit loan mortgage revenue profit startup company business
      customer econom
    `),
    motifs: [],
  },
  {
    id: 'politics',
    label: 'a story about public life',
    concrete: false,
    stems: readStems(`
      law$ laws court parliament government election vote voter minister policy policies regulation treaty senate
      democracy council committee governance
    `),
    motifs: [],
  },
  {
    id: 'food',
    label: 'a food story',
    concrete: true,
    stems: readStems(`
      recipe cook kitchen loaf sourdough rye$ bake bread dough flour butter salt sugar onion garlic soup sauce dish$
      dishes oven taste flavour flavor ingredient meal eat$ eating dinner lunch breakfast restaurant chef
    `),
    motifs: readMotifs(`
      dough bread flour bake knead yeast sourdough loaf crust | hands folding dough on a floured wooden table / a round loaf with a dark crust on a cooling rack / a baker drawing loaves from a brick oven
      soup broth stew simmer pot$ stock$ boil onion | a heavy pot steaming on a stove beside chopped onions / a ladle lifting clear broth from a copper pot / an old kitchen stove with steam on the window
      market vegetable tomato herb stall | a market stall piled with ripe vegetables at dawn / a basket of fresh herbs and tomatoes on a stone step / a stallholder handing fruit over a counter
      fish sea salmon seafood grill | whole fish on crushed ice at a harbour market / a cook slicing fish with a long knife on a cypress board / fish grilling over glowing charcoal
      table family guest dinner lunch serve share breakfast | a family passing bowls across a long table / a set table by an open window just before the guests arrive / a grandmother and child eating at a small kitchen table
      sugar cake sweet honey chocolate dessert fruit | a cake cut open on a marble counter / honey running from a spoon in window light / a bowl of berries beside melted chocolate
      coffee tea$ cup brew drink wine | two cups of coffee on a café table in the rain / tea poured from an iron pot / a row of wine glasses catching evening light
      spice salt pepper taste flavour flavor pan$ fry heat | small bowls of spices on a dark cloth / a pan tossed over a high flame / a cook tasting from a wooden spoon
    `),
  },
  {
    id: 'city',
    label: 'a city story',
    concrete: true,
    stems: readStems(`
      city cities street urban traffic bicycle bike cycl lane$ lanes pedestrian parking car$ cars bus$ buses tram
      transit neighbourhood neighborhood sidewalk pavement mayor town$
    `),
    motifs: readMotifs(`
      bicycle bike cycl lane$ lanes rider | commuters riding bicycles along a tree-lined street / a parent and child cycling behind a low kerb that keeps cars away / a row of parked bicycles in front of brick houses
      car$ cars traffic parking driver congestion road | a crossroads in the rain with cars waiting and walkers crossing / an empty parking bay turned into a small garden with benches / a line of cars in low evening sun
      shop trade business customer store$ stores | shopkeepers rolling up awnings on a busy street / people at café tables spilling onto a wide pavement / a greengrocer arranging crates outside a corner shop / a bicycle workshop with an open door beside a small bookshop / restaurant tables set out under young maples in the sun
      tree park shade green heat bench garden | old trees shading a row of benches in a city square / children playing by a fountain in a small park / gardeners planting a young tree at a kerb
      bus$ buses tram train station transit metro rail | a tram gliding through a square at dusk / passengers stepping off a low bus in the morning / a station hall with light falling through high windows
      council vote meeting plan planner survey mayor resident protest | neighbours bent over a wooden model of their street / a crowded evening meeting in a school hall / a planner and a resident talking on a street corner
      accident injur safe danger crossing child school speed | children crossing a raised crossing on their way to school / a crossing guard holding back traffic with an open hand / a quiet school street with chalk drawings of animals
      house housing rent roof apartment building brick facade | rooftops and chimneys at first light / a courtyard of flats with laundry between balconies / workers restoring the brick front of an old house
      concrete kerb paint construct dig pave workmen asphalt | road workers laying kerb stones in a fresh trench / a paver kneeling over new stones in low sun / a digger opening the asphalt of a wide avenue
    `),
  },
  {
    id: 'travel',
    label: 'a travel story',
    concrete: true,
    stems: readStems(`
      travel journey trip$ tourist hotel airport passport village island train mountain hike hiking trail guide
      luggage backpack
    `),
    motifs: readMotifs(`
      train rail station carriage | a small train curving along a coast / a traveller at a carriage window with hills outside / a country platform in the morning mist
      mountain hike hiking trail summit ridge valley | hikers on a narrow ridge above the clouds / a wooden hut below snowy peaks / a stony path climbing through larches
      sea coast island beach ferry boat harbour harbor | a ferry nearing a white village on an island / an empty cove with clear water and one boat / fishing boats drawn up on a pebble beach
      village house square church inn hotel | a village square at noon with shutters closed / an innkeeper lighting the lamp above a door / stone houses along a steep lane
      market street food bazaar stall | a covered market with shafts of light / a traveller eating noodles at a street stall / baskets of spices in a narrow bazaar
      night star sky desert sunrise sunset dusk dawn | a tent under a sky full of stars / a caravan of camels at sunrise / a traveller watching the sunset from a wall
      road drive bus$ walk path map$ luggage backpack | an empty road running to the horizon / a backpack leaning against a milestone / a walker crossing a hanging bridge
    `),
  },
  {
    id: 'sea',
    label: 'a story of the sea',
    concrete: true,
    stems: readStems(`
      lighthouse ship$ ships sailor harbour harbor coast reef wave$ waves lens keeper beacon fog$ rock$ rocks tide
      ocean sea$ vessel
    `),
    motifs: readMotifs(`
      lighthouse tower beacon keeper | a white lighthouse on a rock with waves breaking below / a keeper climbing a spiral stair with a lamp / a lighthouse beam sweeping over a dark bay
      lens glass light$ prism lamp flame beam fresnel mirror | a great glass lens of many rings glowing from within / a keeper polishing curved prisms with a cloth / light split into bands by a wall of glass
      storm wave$ waves wind rock$ rocks stone build granite | masons setting granite blocks on a wave-washed reef / a tall wave wrapping around a tower / a supply boat rolling beside a cliff landing
      ship$ ships sailor captain navigat vessel sea$ | a ship passing a headland at dusk / a helmsman looking out for a far light / a fishing boat coming home in the rain
      fog$ horn bell sound signal | a fog bank rolling over a harbour mouth / a bronze bell on a pier in thick mist / gulls on a railing in white haze
      automat electric solar museum today visitor modern | visitors on the gallery of an old lighthouse / a small solar panel beside an old lamp room / an empty keeper’s house with open shutters
    `),
  },
  {
    id: 'nature',
    label: 'a nature story',
    concrete: true,
    stems: readStems(`
      forest tree animal bird species river lake soil plant flower insect bee$ bees wolf fox$ climate ecosystem
      wildlife garden
    `),
    motifs: readMotifs(`
      forest tree wood$ woods leaf leaves | beech trunks in slanting light / a forest floor with moss and young ferns / a lone oak in a misty meadow
      bird nest wing feather song | a flock of birds turning over a marsh / a nest with eggs hidden in reeds / a small bird singing on a bare branch
      river stream water rain lake wetland | a clear stream running over round stones / reeds along a lake at daybreak / rain rings on a dark pond
      bee$ bees insect flower pollinat meadow garden | bees on a blooming meadow / a gardener kneeling among tall flowers / a butterfly drying its wings on a stem
      wolf fox$ deer animal wildlife mammal species | a fox crossing a snowy field / deer at the edge of a wood at dusk / animal tracks in fresh mud
      climate drought heat ice$ glacier flood fire$ | a cracked lake bed under a white sky / a glacier ending in a grey lake / young trees growing from burnt ground
      soil seed farm field harvest farmer plough | hands holding dark crumbly soil / a farmer walking between rows at sunrise / ripe grain bending in the wind
    `),
  },
  {
    id: 'health',
    label: 'a health story',
    concrete: true,
    stems: readStems(`
      health doctor patient hospital disease medic sleep exercise therapy nurse vaccine heart$ brain$ muscle diet
      stress
    `),
    motifs: readMotifs(`
      sleep night rest bed$ dream | a calm bedroom with curtains moving in night air / a sleeper under a heavy blanket in blue light / an unmade bed in morning sun
      exercise run$ running walk muscle sport train body | a runner on a park path in light fog / older people stretching together on a lawn / a swimmer mid-stroke in a quiet pool
      doctor patient hospital nurse clinic medic | a doctor listening to a patient by a window / a nurse walking down a bright corridor / a stethoscope on a folded white coat
      stress mind anxiety mental breath calm therapy | a person sitting still on a bench above a lake / two chairs facing each other in a warm room / a hand resting on a chest, breathing
      diet food eat nutrition vitamin fruit | a bowl of bright vegetables on a plain table / a hand choosing an apple over sweets / a shared meal of simple dishes
      heart$ blood brain$ cell$ cells lung gene virus vaccine | a model heart in the hands of a student / a researcher holding a glass slide to the light / branching trees that resemble lungs against the sky
    `),
  },
  {
    id: 'science',
    label: 'a science story',
    concrete: true,
    stems: readStems(`
      scientist research experiment telescope planet star$ stars galaxy physics chemist laborator particle space$
      rocket astronom moon$ orbit
    `),
    motifs: readMotifs(`
      planet star$ stars galaxy moon$ telescope orbit astronom | an observatory dome open to the night sky / a planet rising over a rocky horizon / people around a telescope on a dark hill
      rocket launch satellite mission spacecraft | a rocket standing in dawn fog / a small probe drifting past rings of ice / engineers in white coats around a satellite
      experiment laborator research chemist measure | a researcher bent over glass vessels / a bench of instruments in blue light / hands adjusting a fine brass screw
      particle atom physics energy quantum light$ | glowing trails curving through darkness / a prism spreading light over a wall / a pendulum drawing arcs in sand
      fossil rock$ earth volcano geolog | a brush uncovering bones in red rock / layers of a cliff in many colours / a volcano steaming at sunrise
    `),
  },
  {
    id: 'culture',
    label: 'a story about culture',
    concrete: true,
    stems: readStems(`
      music song$ songs concert paint painter painting museum film theatre dance novel poet poem artist orchestra
      piano violin
    `),
    motifs: readMotifs(`
      music song$ songs concert orchestra piano violin band$ | a pianist’s hands in the light of one lamp / a small orchestra tuning on a dim stage / a violin resting on a chair after the concert
      paint painter colour canvas museum gallery artist | a painter stepping back from a large canvas / visitors in a quiet gallery with tall windows / brushes in a jar beside smears of colour
      film cinema theatre stage actor play$ dance | an empty theatre with a single light on stage / dancers caught mid-turn / a projector beam over rows of seats
      book novel poet poem read$ reading write writer | a reader curled up by a rainy window / a writer at a desk in a garden shed / closed old books beside a candle
    `),
  },
  {
    id: 'life',
    label: 'an essay',
    concrete: true,
    stems: readStems(`
      mother father childhood memory memories remember$ home$ silence winter autumn grief family grandmother
      grandfather
    `),
    motifs: readMotifs(`
      winter snow ice$ cold frost | a footpath in fresh snow under bare trees / frost flowers on a window pane / smoke rising from a house in a white valley
      rain cloud storm wind | rain running down a window with a garden behind / a figure with an umbrella on a shining street / clouds racing over a wide plain
      house home$ room kitchen door window garden | an open door between a dim hall and a bright garden / a kitchen with one chair pulled back / a window with a lamp seen from the dark garden
      mother father grandmother grandfather child family hand$ hands | an old hand holding a small one / a child on a grandfather’s shoulders at dusk / a mother mending a coat beside a stove
      night moon$ star$ stars dark sleep dream | moonlight on an empty bed of grass / a village with one lit window under stars / a moth near a lamp
      sea river water shore boat tide | a rowing boat drifting on a grey lake / waves pulling back over pebbles / a river bend at the hour before dark
      road walk path leave return journey train | a figure walking away along a lane of poplars / a bench at an empty bus stop in the fields / a suitcase standing in a hallway
      time year memory remember old clock past silence | dust in a beam of light in an attic / a stopped clock on a faded wall / a drawer of old photographs, seen from above
    `),
  },
]
