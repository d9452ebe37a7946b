/** English words for what a picture can show. A noun that is not listed may still be a thing, but nobody can be sure of it. */

const nouns = new Set(
  // People
  (
    'baby baker boy carpenter cashier chef child clerk commuter cook coach crew crowd customer cyclist dancer doctor driver engineer family farmer father fisherman gardener girl grandfather grandmother greengrocer guard guest guide helmsman hiker innkeeper keeper king knight lady librarian man mason mechanic merchant mother musician neighbour neighbor nurse officer painter passenger passerby patient pedestrian people person pianist pilot planner player porter potter priest queen reader rider rower runner sailor scientist seller shepherd shopkeeper singer skier soldier stallholder student surgeon swimmer tailor teacher technician tourist trader traveller traveler vendor visitor waiter walker watchmaker welder woman worker writer ' +
    // Bodies and clothes
    'apron arm beard boot buckle button cap cheek coat collar elbow eyebrow fist foot forehead glove hair hand hat heel helmet jacket knee lace leg lip mouth neck nose palm scarf shirt shoe shoulder skirt sleeve slipper sneaker sock sole sweater thumb toe tooth trousers umbrella uniform wrist insole ' +
    // Homes and rooms
    'armchair attic balcony basement bath bathtub bed bedroom bench blanket blind bookshelf bowl box broom bucket cabinet candle carpet cellar chair chimney clock cloth corridor couch counter cradle cup cupboard curtain cushion desk door doorstep doorway drawer fireplace floor furnace furniture garage gate hall hallway hammock hatch house hut jar kettle key kitchen ladder lamp lantern lid lock mattress mirror mug needle pan photograph pillow pipe plate porch pot rack refrigerator roof room rug shelf shed shutter sink sofa spoon stair staircase stove table tablecloth teapot tile towel tray vase wall wardrobe window windowsill yard ' +
    // Food
    'almond apple bacon banana bean beer berry biscuit bread broth bun butter cabbage cake carrot cheese cherry chestnut chicken chocolate coffee cookie cream crumb crust cucumber dough egg fig fish flour fruit garlic grain grape ham herb honey jam leek lemon lettuce loaf meat milk mushroom mustard noodle nut oil olive onion orange pancake parsley pasta pastry pea peach pear pepper pie pizza plum potato pumpkin rice roll rosemary sack salad salmon salt sandwich sauce sausage seed soup spice spinach starter steak stew strawberry sugar syrup tart tea thyme toast tomato tuna vegetable vinegar walnut wine yeast yolk zucchini cinnamon saffron basil ' +
    // Streets and buildings
    'airport alley apartment arcade arch archway avenue awning bakery bank bar barn barrier bicycle bike billboard boulevard brick bridge building bus café cafe canal car carriage carriageway castle cathedral chapel church cinema cobble column cottage courthouse courtyard crossing crossroads crosswalk dome escalator facade factory farm farmhouse fence fountain garden greenhouse gutter harbour harbor hospital hotel inn intersection junction kerb curb lane library lighthouse lorry market metro monument mosque museum office palace park parliament pavement pier platform playground pool pub quay rail railing railway restaurant road roundabout ruin school schoolyard scooter shop sidewalk skyscraper square stadium stall station statue steeple street studio subway tavern taxi temple terrace theatre theater tower traffic train tram truck trench tunnel underpass van viaduct village warehouse wharf windmill workshop ' +
    // Nature
    'ash bark bay beach bear bee bird blossom bog boulder bough branch breeze bush butterfly cactus cat cave cliff cloud coast cove cow creek crow deer desert dew dog dolphin donkey dove duck dune dust eagle elephant elk estuary fern field fire firewood flame flower fog foliage forest fox frog frost glacier goat goose gorge grass grove gull hare hawk hay heather hedge hen heron hill hillside hive horse ice insect island ivy lake lamb landscape larch lawn leaf lightning lion lizard log maple marsh meadow mist moon moor moss moth mountain mouse mud nest oak ocean orchard otter owl ox path pebble petal pig pine plain planet plant pond pony poplar puddle puppy rabbit rain rainbow reed reef ridge river rock root rose sand sapling sea seal seagull sheep shell shore sky slope smoke snail snake snow soil spider spring squirrel star stone storm stream summit sun sunflower sunlight sunrise sunset swallow swamp tide tortoise trail tree trunk turtle twig valley vine volcano waterfall water wave weed whale wheat willow wolf wood woodland ' +
    // Tools, crafts, machines
    'book phone television rubble mortar teenager board blackboard newspaper notebook matchstick cardboard shoelace doormat flagpole light beehive bookshop greenery doorbell anchor anvil axe bag ball barrel basket battery beam bell belt bellows bolt bottle brush bulb cable camera canoe canvas card cart cello chain chalk chessboard chisel circuit clay clipboard coin colander compass computer cone cord cork crane crate cylinder drill drum easel engine envelope ferry fiddle file flag flask flute fork frame gauge gear generator glass glasses gramophone guitar hammer handle handlebar harness hook horn hose iron joint keyboard kite knife knob laptop lathe lens lever machine magnet map mast medal microphone microscope microwave motor mould mower nail net notebook oar oven paddle paint paintbrush panel parcel pawn pedal pen pencil piano piston plank plough plane plug postcard press prism propeller pulley pump puzzle racket radio raft razor receiver reel ribbon rifle ring robot rocket roller rope rook rudder ruler saddle sail satellite saw scale scissors screen screw screwdriver sensor shaft ship shovel sickle sieve signal spade spanner spatula spindle spoke stamp stapler string suitcase sword telegraph telephone telescope tent thermometer thread ticket tin tongs tool toolbox torch toy tractor trolley trophy trumpet turbine tweezers typewriter tyre tire violin wagon weight wheel wheelbarrow whistle wire workbench wrench yarn ' +
    // Rail, water, air, body of things
    'boat cabin deck dinghy dock hull kayak lifeboat steamer tanker trawler yacht aircraft airplane helicopter parachute wing carriage locomotive signpost milestone backpack luggage passport bishop chessman typebar platen grave headland granite marble slate silver gold copper leather wool silk linen cotton velvet rubber steel ember bonfire crumb sawdust shavings'
  ).split(/\s+/),
)

/** Words for how much there is of a thing. They name nothing on their own. */
const measures = new Set(
  'bunch centre center corner head couple drop dozen edge end flock gust handful heap line middle pair piece pile pinch rim row sheet side slice spoonful stack strip top bottom'.split(
    ' ',
  ),
)

const adjectives = new Set(
  'steady gentle noisy useless useful heavy lonely narrow lovely pretty beautiful elegant delicate fragile sturdy shabby favourite famous distant nearby local common simple single double dark-red flickering gleaming shining glittering falling rising running sleeping standing hanging leaning burning blooming rotten fat lean bony tiny hairy fluffy silky velvety rubbery spiral-bound upper lower outer inner front main central empty-handed far ancient bare barefoot bent bitter black blue blunt boiling bright broad broken bronze brown burnt busy calm chipped clean clear cold coarse coloured colored concrete copper covered cracked crooked crowded crumbling curved damp dark deep deserted dim dirty dirty dried dry dusty empty enormous faded fallen fat fine flat floured folded fresh frosty frozen full furry gilded glass glowing golden grainy granite green grey gray half-open hand-made handmade heavy high hollow hot huge icy iron knitted large leather light linen little lit locked long loose loud low medieval melted metal mossy muddy naked narrow neat new old open orange ordinary oval overgrown painted pale paper parked patterned pink plain plastic polished purple quiet rainy raw red ripe rocky rough round rusty sandy scarlet shallow sharp shiny short silent silver sleepy slender slim slow small smoked smooth snowy soft sour spare sparse spiral square steaming steel steep stiff still stone stony stout straight striped sunlit sunny sweet swollen tall tattered thick thin tidy tiny torn transparent twisted upturned vast warm weathered wet white whole wide wild winding wooden woollen worn wrinkled yellow young big great greasy crowded unlit toasted buttered rye wheat brass tin oak pine cast-iron cobbled cargo furnished flowering morning evening winter summer autumn night'.split(
    /\s+/,
  ),
)

const irregularPlurals = new Map(
  Object.entries({
    children: 'child',
    men: 'man',
    women: 'woman',
    feet: 'foot',
    teeth: 'tooth',
    geese: 'goose',
    mice: 'mouse',
    loaves: 'loaf',
    knives: 'knife',
    leaves: 'leaf',
    shelves: 'shelf',
    wolves: 'wolf',
    halves: 'half',
    oxen: 'ox',
  }),
)

/** The listed noun that a word, in lower case, is a form of; null when it is none. */
export function visibleNoun(word: string): string | null {
  const forms = [
    word,
    irregularPlurals.get(word),
    word.replace(/ies$/, 'y'),
    word.replace(/(?<=s|x|z|ch|sh|o)es$/, ''),
    word.replace(/(?<!s)s$/, ''),
  ]
  return forms.find((form) => form !== undefined && (nouns.has(form) || measures.has(form))) ?? null
}

/** Whether a word, in lower case, tells the looks of a thing. */
export const isVisibleAdjective = (word: string): boolean => adjectives.has(word)

/** Whether a noun, in lower case and plain form, needs "of" and a thing after it to be seen. */
export const isMeasure = (noun: string): boolean => measures.has(noun) && !nouns.has(noun)
