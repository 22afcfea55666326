W3301asian
r f BC-AS--Japan-SKorea-Tool     11-05 0190
^BC-AS--Japan-SKorea-Tools,161<
^Japan, South Korea shelve machine tool duties<
^AP Photo TOK101<
^Eds: With AP Photos.<
^By HARUKA MISAWA=
^Associated Press=
	   TOKYO (AP) _ Japan and South Korea agreed Wednesday to hold off for a year on duties that each had threatened to put on the other's machine tools. 
 
	   The deal followed 14 hours of talks in Tokyo and came two days before the first duties were to take effect. Orders worth $640 million had been frozen, makers on both sides say. 
 
	   ``Nobody has won, which is what we were after,'' said Hideki Morozumi, the Japanese envoy. 
 
	   Washington welcomed the truce. U.S. auto plants buy spindles from both countries.

	   AP-WF-11-05-25 1012GMT<


