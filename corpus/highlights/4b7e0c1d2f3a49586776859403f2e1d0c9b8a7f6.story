By

.

Nell Archer

.

PUBLISHED:

.

11:42 EST, 3 June 2013

.

|

.

UPDATED:

.

13:05 EST, 3 June 2013

.

A bridge of sixty barges has been laid across the Tarn basin for a single day.

Walkers had waited since dawn.

@highlight

Sixty barges make a bridge across the Tarn

@highlight

It is taken apart by evening
