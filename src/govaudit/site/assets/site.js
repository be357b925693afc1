// Views that live: sorting, filtering.
"use strict";
