"""Words that do not tell what a text is about, Russian and English, as `index.stem.words` gives them."""

from __future__ import annotations

_RUSSIAN = """
а без более бы был была были было быть в вам вами вас ваш ваша ваше вашего вашей ваши ваших весь во вот все
всего всей всем всеми всех всю вся вы где да даже для до его ее ей ему если есть еще ж же за здесь и из или
им ими иногда их к как какая какие каким каких какого какое какой какую ко когда который которая которое
которого которой котором которому которую которые которым которыми которых кто куда ли либо лишь меня мне
мной может можно мой мои моя мы на над нам нами нас наш наша наше наши наших не него нее ней нем нет ни ним
ними них но ну о об обо однако он она они оно от очень по под после потом потому почему почти при про просто
с сам сама сами само свое своего своей своем свои своим своими своих свой свою себе себя со так также такая
такие таким таких такого такое такой там те тебе тебя тем теми тех то тобой тогда того тоже той только том
тому тот ту тут ты у уж уже чего чей чем через что чтоб чтобы чье чья эта эти этим этими этих это этого этой
этом этому этот эту я
"""

_ENGLISH = """
a about above after again against all also am an and any are aren as at be because been before being below
between both but by can cannot could couldn d did didn do does doesn doing don down during each either else
few for from further had hadn has hasn have haven having he her here hers herself him himself his how
however i if in into is isn it its itself just ll m may me might more most must my myself no nor not of off
on once only or other our ours ourselves out over own re s same shall she should shouldn so some such t than
that the their theirs them themselves then there these they this those through to too under until up upon us
ve very was wasn we were weren what when where whether which while who whom whose why will with within
without won would wouldn you your yours yourself yourselves
"""

STOP_WORDS = frozenset((_RUSSIAN + _ENGLISH).split())
