G0007glbsm
u i BC-FI--Finland-Clock     01-01 0120
^BC-FI--Finland-Clock, 1st Ld-Writethru,88<
^Town waits for midnight twice<
^Eds: UPDATES with clock repaired.<
	   TURKU, Finland (AP) _ The clock on the cathedral in Turku struck midnight twice at New Year, once early and once, after a verger with a hammer had climbed up to it, on time.
	   Some 20,000 people cheered both times.

	   AP-WF-01-01-09 0025GMT<


