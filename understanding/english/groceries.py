"""What people buy for the house: of these a bare name is an item for the shopping list."""

# ruff: noqa: E501 - a table is read by rows

import re

from understanding.english.words import listed

WORDS = frozenset(
    listed("""
    milk eggs bread butter cheese cream yogurt yoghurt quark margarine flour sugar salt pepper rice
    pasta noodles spaghetti oats muesli cereal honey jam oil vinegar ketchup mustard mayo mayonnaise
    sauce soup stock tomatoes tomato potatoes potato onions onion garlic ginger carrots carrot leeks
    cucumber cucumbers peppers lettuce salad spinach broccoli cauliflower cabbage mushrooms courgettes
    zucchini aubergine eggplant avocado avocados beans lentils chickpeas peas corn basil parsley
    coriander thyme rosemary cinnamon cumin paprika apples bananas oranges lemons limes pears grapes
    berries strawberries blueberries raspberries cherries plums peaches mangoes melon pineapple figs
    dates nuts almonds walnuts raisins meat chicken beef pork ham bacon sausages salami turkey mince
    fish salmon tuna prawns shrimp tofu hummus olives pickles coffee tea cocoa juice water beer wine
    soda cola lemonade chocolate biscuits cookies crackers crisps chips cake candy sweets gum yeast
    tissues napkins detergent soap shampoo conditioner toothpaste toothbrush deodorant razors sponges
    bleach batteries bulbs candles foil diapers nappies wipes tampons plasters bandages sunscreen
    buns rolls bagels baguette toast croissants tortillas wraps feta mozzarella parmesan popcorn
    """)
)
# Told from other things by their first word: dish soap, oat milk, cat food.
PAIRS = re.compile(
    r"(?:toilet|kitchen|baking|printer) (?:paper|rolls?|powder|soda)|paper towels?|bin (?:bags?|liners?)"
    r"|(?:trash|garbage) bags|(?:cat|dog|pet|baby) (?:food|litter|treats|formula)|light bulbs?"
    r"|washing(?:-| )up liquid|(?:washing|dish(?:washer)?|laundry) (?:powder|tabs|tablets|soap|liquid)"
    r"|(?:coffee|tea) (?:filters?|bags?)|peanut butter|ice cream|cling film"
)
COUNT = r"(?:(?:\d+|an?|some|more|the|two|three|four|five|six|ten|half|dozen|of|bottles?|packs?|packets?|cans?|tins?|bags?|boxes|box|kilos?|kg|litres?|liters?|loaf|loaves|jars?|cartons?|fresh|frozen|organic|big|small|new|cheap) )*"
ITEM = re.compile(
    rf"{COUNT}(?:(?:{PAIRS.pattern})|(?:(?P<kind>[a-z-]+) )?(?P<item>[a-z-]+))(?: (?:x ?)?\d{{1,3}})?"
)
BREAK = re.compile(r"\s*(?:,|;|\n|\+|&|\band\b|\bplus\b)+\s*(?:and\s+)?")
MOST = 2000
KINDS = frozenset(
    listed("""
    oat soy almond coconut rice whole skimmed semi full fat greek plain natural red white green black
    brown wholemeal wholegrain rye sourdough baby cherry sweet spring olive sunflower rapeseed
    vegetable sea rock icing caster cane cream goat sheep blue sour double whipping cottage cheddar
    orange apple lemon lime grape tomato potato cranberry dark milk sparkling still mineral tonic craft
    instant ground decaf herbal mint chamomile smoked minced turkey chicken beef lamb pork fish canned
    tinned kidney pinto baked french runner bell chili chilli basmati jasmine wild hand bath body
    shaving dish dental laundry wet rubber aa aaa lightbulb hot soft hard free-range gluten-free vegan
    unsalted salted peanut granny pasta pesto pizza curry chinese burger hamburger bread dog cat
    """)
)


def only_groceries(text: str) -> bool:
    """Whether `text` (lower case) names groceries and nothing else."""
    if len(text) > MOST:
        text = text[:MOST].rpartition(",")[0]
    parts = [part for part in BREAK.split(text.strip(" .!\n-*•")) if part]
    return bool(parts) and all(map(_is_item, parts))


def _is_item(part: str) -> bool:
    found = ITEM.fullmatch(part.strip(" .!-*•"))
    if found is None:
        return False
    if found["item"] is None:
        return True
    return found["item"] in WORDS and (found["kind"] is None or found["kind"] in KINDS)
