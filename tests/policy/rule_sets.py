"""Tables of building blocks as regions and municipalities publish them, and hard ones that are invented: all by docs/policy.md alone.

The published ones name their page. What such a page leaves open is to confirm; the invented ones say so.
"""

from sroi.policy.rules import read_policy

OOST_TEXT = """\
title = "Bouwblokken Oost-Nederland"
source = "impactoost.nl, Uniform Bouwblokkenmodel Oost-Nederland"
in_force_from = 2024-01-01
reference_date = "publication"
[region]
name = "Oost-Nederland"
[counting]
full_time_hours_per_week = 36
cap_months = 12
[blocks.pw_korter_dan_2_jaar]
label = "Participatiewet, korter dan 2 jaar"
value = 30000
per = "year"
cap_months = 24
counts_as_placement = true
[blocks.pw_langer_dan_2_jaar]
label = "Participatiewet, langer dan 2 jaar"
value = 40000
per = "year"
cap_months = 24
counts_as_placement = true
[blocks.doelgroepregister]
label = "Doelgroepregister, WIA/WAO, Wsw, beschut werk"
value = 40000
per = "year"
cap_months = "always"
counts_as_placement = true
[blocks.ww_korter_dan_1_jaar]
label = "WW, korter dan 1 jaar"
value = 10000
per = "year"
counts_as_placement = true
[blocks.ww_langer_dan_1_jaar]
label = "WW, langer dan 1 jaar"
value = 15000
per = "year"
counts_as_placement = true
[blocks.werkervaringsplek]
label = "Werkervaringsplek of proefplaatsing"
value = 750
per = "month"
pro_rata = ["duration"]
cap_months = "always"
note = "Zo lang als is afgesproken"
counts_as_placement = false
[blocks.bbl_1_2]
label = "Leerling BBL niveau 1 en 2"
value = 20000
per = "year"
pro_rata = []
cap_months = "always"
counts_as_placement = true
[purchases.sw_bedrijf]
label = "SW-bedrijf"
share_pct = 100
[purchases.pso_30_plus]
label = "Bedrijf met PSO 30+"
share_pct = 100
[purchases.sociale_onderneming]
label = "Sociale onderneming"
share_pct = 100
[pso.trede_1]
label = "PSO trede 1"
share_pct = { value = 25, to_confirm = true }
[pso.trede_2]
label = "PSO trede 2"
share_pct = { value = 37.5, to_confirm = true }
[pso.trede_3]
label = "PSO trede 3"
share_pct = { value = 50, to_confirm = true }
"""
HARLINGEN_TEXT = """\
title = "Social return Harlingen"
source = "harlingen.nl, Vormen van invulling social return"
in_force_from = 2024-01-01
[authority]
name = "Gemeente Harlingen"
code = "GM0072"
[obligation]
threshold = 100000
boundary_counts = true
base = "contract_sum"
rate_pct = 5
to_confirm = true
[counting]
full_time_hours_per_week = 36
minimum_hours_per_week = 12
cap_months = { value = 24, to_confirm = true }
[blocks.pw_kort]
label = "Korter dan 2 jaar in de Participatiewet"
value = 35000
per = "year"
counts_as_placement = true
[blocks.pw_lang]
label = "Langer dan 2 jaar in de Participatiewet"
value = 40000
per = "year"
counts_as_placement = true
[blocks.ww_kort]
label = "WW, 3 maanden tot 1 jaar"
value = 15000
per = "year"
counts_as_placement = true
[blocks.wajong]
label = "Wajong"
value = 40000
per = "year"
counts_as_placement = true
[blocks.werkervaringsplaats]
label = "Werkervaringsplaats"
value = 7500
per = "year"
counts_as_placement = false
[blocks.bbl_nieuw]
label = "Nieuw BBL-contract"
value = 15000
per = "year"
counts_as_placement = true
[bonuses.vanaf_50]
label = "50 jaar of ouder"
value = 5000
per = "year"
age_from = 50
age_on = 2024-01-01
only_for = ["pw_kort", "pw_lang", "ww_kort", "wajong"]
[bonuses.vanaf_55]
label = "55 jaar of ouder"
value = 7500
per = "year"
age_from = 55
age_on = 2024-01-01
replaces = ["vanaf_50"]
only_for = ["pw_kort", "pw_lang", "ww_kort", "wajong"]
[trainings.opleiding]
label = "Opleidingskosten"
per = "costs"
[purchases.sw]
label = "Sociale werkvoorziening"
share_pct = 100
"""
TILBURG_TEXT = """\
title = "Woningcorporaties Tilburg"
source = "socialreturnregiotilburg.nl"
in_force_from = 2017-01-01
[authority]
name = "Woningcorporatie Voorbeeld"
[obligation]
threshold = 100000
boundary_counts = false
base = "contract_sum"
rate_pct = 5
brackets = [{ above = 500000, rate_pct = 7 }]
brackets_apply_to = "whole"
deviation_above = 1000000
[counting]
full_time_hours_per_week = 40
cap_months = 12
[blocks.kort]
label = "Bijstand of WW, korter dan 1 jaar"
value = 15000
per = "year"
counts_as_placement = true
[blocks.lang]
label = "Bijstand of WW, langer dan 1 jaar"
value = 25000
per = "year"
counts_as_placement = true
[blocks.nug]
label = "Zonder uitkering"
value = 15000
per = "year"
counts_as_placement = true
[blocks.beperking]
label = "Arbeidsbeperking"
value = 30000
per = "year"
counts_as_placement = true
[blocks.bol]
label = "Stage BOL, VSO, PrO"
value = 5000
per = "year"
counts_as_placement = false
"""
UTRECHT_UNTIL_2022_TEXT = """\
title = "Utrecht, oudere tabel"
source = "utrecht.nl, Bouwblokkenmodel social return"
in_force_from = 2018-01-01
in_force_until = 2022-01-01
[authority]
name = "Gemeente Utrecht, tot 2022"
[obligation]
threshold = 221000
boundary_counts = true
base = "contract_sum"
rate_pct = 5
[counting]
full_time_hours_per_week = 36
cap_months = 12
[blocks.pw_lang]
label = "Participatiewet, langer dan 2 jaar"
value = 40000
per = "year"
counts_as_placement = true
[blocks.bbl]
label = "BBL"
value = 15000
per = "year"
counts_as_placement = true
[blocks.nug]
label = "Zonder uitkering"
value = 10000
per = "year"
counts_as_placement = true
[bonuses.vast]
label = "Vast dienstverband"
value = 10000
per = "once"
[bonuses.ouder_dan_50]
label = "50+"
value = 5000
per = "year"
age_from = 51
age_on = "start"
[bonuses.taal]
label = "Statushouder of taalachterstand"
value = 1.25
per = "hour"
[activities.inzet]
label = "Inzet van medewerkers"
value = 100
per = "hour"
per_person = true
[purchases.sw]
label = "SW-bedrijf"
share_pct = 100
"""
HARD_TEXT = """\
title = "Moeilijke tabel"
source = "Verzonnen, om te proberen"
in_force_from = 2025-01-01
[authority]
name = "Gemeente Moeilijkstad"
[obligation]
threshold = 99999.99
boundary_counts = false
base = "contract_sum"
rate_pct = 3.75
[counting]
full_time_hours_per_week = 40
cap_months = 12
start_before_contract_months = 6
minimum_hours_per_week = 12
[blocks.dag]
label = "Per dag"
value = 112.35
per = "day"
cap_months = 36
counts_as_placement = true
maximum = 20000
[blocks.uur]
label = "Per uur"
value = 17.35
per = "hour"
cap_months = 12
counts_as_placement = true
[blocks.maand]
label = "Per maand"
value = 1234.56
per = "month"
cap_months = 24
counts_as_placement = true
wage_cost_subsidy_extends_cap = true
[blocks.banenafspraak]
label = "Banenafspraak"
value = 45000.50
per = "year"
cap_months = "always"
counts_as_placement = true
[blocks.wia]
label = "WIA"
value = 30000
per = "year"
cap_months = 36
full_time_hours_per_week = 36
counts_as_placement = true
[blocks.stage]
label = "Stage"
value = 60
per = "week"
counts_as_placement = false
minimum_hours_per_week = 0
[blocks.eenmalig]
label = "Proefplaatsing"
value = 1500.55
per = "once"
counts_as_placement = false
[bonuses.taal]
label = "Taal"
value = 2.50
per = "hour"
only_for = ["uur"]
[bonuses.vijftig]
label = "50 jaar en ouder"
value = 5000
per = "year"
age_from = 50
age_on = "first_counted_day"
[bonuses.vijfenvijftig]
label = "55 jaar en ouder"
value = 2500
per = "year"
age_from = 55
age_on = "first_counted_day"
[bonuses.jongeren]
label = "Tot 27 jaar"
value = 1000
per = "once"
age_below = 27
age_on = "contract_start"
[bonuses.na_stage]
label = "Na een stage"
value = 10000
per = "once"
[bonuses.vast]
label = "Vast contract"
value = 2500
per = "once"
[bonuses.scholing]
label = "Scholingskosten"
per = "costs"
[trainings.taalcursus]
label = "Taalcursus"
per = "costs"
share_pct = 50
maximum = 2500
[activities.dag]
label = "Maatwerk"
per = "agreed"
maximum_per_day = 1000
[purchases.sociale_onderneming]
label = "Sociale onderneming"
share_pct = 100
maximum = 50000
[purchases.aspirant]
label = "Aspirant"
share_pct = 50
[pso.aspirant]
label = "PSO aspirant"
share_pct = 10
[pso.trede_1]
label = "Trede 1"
share_pct = 33.33
maximum = 25000
[limits.activiteiten]
label = "Activiteiten"
kinds = ["activities"]
maximum_pct = 25
[limits.stages]
label = "Stages"
blocks = ["stage"]
maximum = 10000
"""
STEPPED_TEXT = """\
title = "Staffel"
source = "verzonnen voor de proef"
in_force_from = 2025-01-01
[region]
name = "Staffelstreek"
[counting]
cap_months = 24
[blocks.half_jaar]
label = "Contract van ten minste 6 maanden"
value = 10000
per = "once"
minimum_duration_months = 6
counts_as_placement = true
[blocks.heel_jaar]
label = "Contract van ten minste 12 maanden"
value = 25000
per = "once"
minimum_duration_months = 12
counts_as_placement = true
[blocks.cent]
label = "Een cent"
value = 0.01
per = "year"
full_time_hours_per_week = 36
counts_as_placement = false
[blocks.derde]
label = "Een derde"
value = 1000
per = "year"
full_time_hours_per_week = 36
counts_as_placement = false
"""
TEXTS = {
    "oost": OOST_TEXT,
    "harlingen": HARLINGEN_TEXT,
    "tilburg": TILBURG_TEXT,
    "utrecht-2018": UTRECHT_UNTIL_2022_TEXT,
    "moeilijk": HARD_TEXT,
    "staffel": STEPPED_TEXT,
}
RULE_SETS = {name: read_policy(name=name, text=text) for name, text in TEXTS.items()}
