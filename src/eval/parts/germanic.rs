//! The Low Countries, the German-speaking countries, Britain and Ireland.
//!
//! Uses nothing. Written for this project, as all of `parts`.

use super::Middle;
use super::Names;
use super::Region;

const DUTCH_STARTS: &str = "Ger Wil Her Ber Mar Lam Ed Al Hil Ar Rein Lud Sie Fol Diet Wal Rom Hen El Eg Fred Dag Win Nor Ger Rad Ru Ans Os Wolf Gijs Hart Bald Gun Ing Thed Ever Kon Adel Isen";
const DUTCH_INNER: &str = "e el in ol i er en em o at al is";
/// Dutch and Flemish.
pub(super) const DUTCH: Region = Region {
    countries: "NL NL NL BE BE",
    share: 9,
    men: Names {
        common: "Johannes//Jan Jan Cornelis//Cees Hendrik//Henk Willem//Wim Pieter//Piet Gerrit Peter Jacobus//Koos Marc//Mark Luc Dirk Antonius//Toon Franciscus//Frans Petrus//Piet Erik Paul Martin Rob Hans Tom Jeroen Dennis Jozef//Jef Kevin Thomas Patrick Wouter Bart Bram Koen Sander Thijs Ruben Maarten Joris Niels Tim Bas Daan Lars Sven Stijn Kurt Geert Filip Wim Guido Ronald Marcel Rik Lodewijk//Lode Adrianus//Ad Theodorus//Theo Leendert//Leen Klaas Sjoerd Jelle Rutger Floris Gijsbert//Gijs Arjen Roel Evert",
        percent: 72,
        flat: 20,
        made: [
            DUTCH_STARTS,
            DUTCH_INNER,
            "bert brand win mar ger hard mer man rik fried wout ke se gard dolf nold",
        ],
    },
    women: Names {
        common: "Maria//Mia Johanna//Hanna Anna//An Cornelia//Corrie Elisabeth//Els Wilhelmina//Willy Catharina//Toos Hendrika//Riek Monique Anja Ingrid Linda Petra Esther Sandra Marieke Sanne Femke Lotte Ilse Griet Noor Katrijn Kim Sofie Eline Inge Marjan Nathalie Ann Godelieve//Lieve Hilde Greet Nele Veerle Martine Annelies//Lies Karin Saskia Astrid Jacqueline Yvonne Wendy Mirjam Tineke Marloes Roos Fleur Britt Sietske Hanneke Leonie Jolanda Elke Tine Katleen",
        percent: 72,
        flat: 20,
        made: [
            DUTCH_STARTS,
            DUTCH_INNER,
            "tje ke dina lien linde trui berta wina ga tine gonda lotte sina mina",
        ],
    },
    family: Names {
        common: "de_Jong Jansen de_Vries van_den_Berg Bakker van_Dijk Peeters Visser Janssens Smit Meijer de_Boer Mulder Maes Bos de_Groot Jacobs Vos Peters Hendriks Willems Dekker Claes Brouwer Mertens Dijkstra Wouters de_Wit Goossens Smits de_Graaf van_der_Meer Kok de_Smet Hermans Vermeulen van_den_Broeck Schouten Aerts Kuipers",
        percent: 13,
        flat: 25,
        made: [
            "Moor Wester Hoog Linden Brug Zand Kamp Vlier Does Riet Heuv Krab Stok Wolf Ber Over Molen Doorn Velt Bosch Hol Groen Zuid Noord Ooster Middel Hout Steen Water Laar Broek Eik Els Ven Rooz Schaap Haver Kool Vink Spreeuw Kraan Blok Smeed Wagen Poel Dijk Polder Schans Vest Poort Kerk Kloost Haz Kram Slag Tim Wijn Zeel Zwaan Kuip Ketel Ron Luit Mees Tol Veer",
            "el er en ing ink aar ens em eg aan oor erd elt ant ol ik",
            "mans stra huis veld berg ink aert dijk kens elaar gat sen ekom broek sma inga hof man ers horst donk meer hout meester rode voort ema boom ens wijk kamp beke",
        ],
    },
    particles: "van_ van_der_ van_den_ de_ van_de_ ter_ den_",
    with_particle: 14,
    middle: Middle::Given(35),
    feminine: "",
    spellings: &[
        "ij/y ck/k aa/ae dt/d",
        "ae/aa y/ij c/k x/ks",
        "k/c s/z ij/ei oe/u",
    ],
};

const GERMAN_STARTS: &str = "Diet Wolf Hart Gott Sieg Ger Ru Wil Adal Bern Eck Leon Man Rein Wal Det Ing Hel Ans Lud Alb Nor Her Burk Frie Kon Os Ul Wer Hil Gun Irm Wen Tra Fried Edel";
const GERMAN_INNER: &str = "e el in er en o al ol";
/// German and Austrian.
pub(super) const GERMAN: Region = Region {
    countries: "DE DE DE AT CH",
    share: 5,
    men: Names {
        common: "Michael//Michi Thomas Andreas//Andi Peter Wolfgang//Wolf Klaus Jürgen Stefan Christian Hans Günther Werner Martin Frank Helmut Uwe Manfred Matthias Horst Markus Bernd Gerhard//Gerd Jörg Ralf Heinz Rainer Daniel Dieter Alexander//Alex Walter Karl Franz Johannes//Hannes Florian Sebastian//Basti Jan Tobias Holger Björn Lukas Jens Torsten Volker Dirk Sven Philipp Olaf Maximilian//Max Rüdiger Lothar Kai Niklas Detlef Ulrich//Uli Friedrich//Fritz Benedikt Konrad Gottfried Eckhard Götz",
        percent: 78,
        flat: 24,
        made: [
            GERMAN_STARTS,
            GERMAN_INNER,
            "mar bert hard helm win fried rich ger mund hold wald rad bold olf brecht lieb",
        ],
    },
    women: Names {
        common: "Ursula//Uschi Sabine Monika//Moni Petra Elisabeth//Sissi Renate Karin Andrea Helga Susanne//Susi Christine Brigitte//Gitti Birgit Claudia Gabriele//Gabi Julia Nicole Ingrid Martina Stefanie//Steffi Anna Heike Katharina//Kathi Angelika//Geli Katrin Anke Silke Ulrike Käthe Bärbel Jutta Melanie Kerstin Margarete//Grete Hannelore//Lore Gisela Anja Tanja Johanna Franziska//Franzi Ilse Gertrud//Trude Elfriede Rosemarie//Rosi Sigrid Annegret Friederike Lena Laura Sophie Waltraud Dagmar Mechthild",
        percent: 78,
        flat: 24,
        made: [
            GERMAN_STARTS,
            GERMAN_INNER,
            "gard hilde traud linde burga gund run trud lotte berta mina wina rike grit",
        ],
    },
    family: Names {
        common: "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Maier Gruber Huber Steiner Moser Pichler Böhm Vogel Keller Günther Jung",
        percent: 14,
        flat: 12,
        made: [
            "Müll Schön Grün Köh Roth Stein Kess Bräu Weiß Hart Lüd Wend Fisch Brand Bach Eich Linden Buch Hasel Feld Berg Tal Brunn Kirch Holz Rein Wild Kalt Lang Kurz Nieder Ober Hinter Unter Sand Silber Gold Eisen Kupfer Wachs Pfeif Zeis Fink Adler Hirsch Reh Dachs Haber Korn Wein Most Trau Kreuz Markt Winkel Zoll Gans Storch Rab Schl Krä Gers Heid Löff Kröp",
            "el er en inger ing eck ich ol ens ert end enn atz itsch ul isch",
            "er mann ler bach hoff berger wald ecke ing holz meier schmidt stein hauser eder bauer le ke feld huber müller dorf brecht au lein inger hammer rath beck kamp reuter",
        ],
    },
    particles: "von_ von_der_ zu_",
    with_particle: 2,
    middle: Middle::Given(25),
    feminine: "",
    spellings: &[
        "ü/ue ö/oe ä/ae ß/ss",
        "ß/ss *",
        "ck/k tz/z ei/ai ey/ei th/t c/k dt/t ff/f nn/n",
    ],
};

const BRITISH_STARTS: &str = "Al Ed Wil Bran Dar Har Len Mor Nor Rod Stan Tre Win Ash Brad Clif Dal Eld Far Gar Hart Kel Lang Mel Per Ral Sel Thorn Wes Cal Dec Fin Kier Ro Ty Jes Kay Sha Ray";
const BRITISH_INNER: &str = "e er en el i is an on";
/// British and Irish.
pub(super) const BRITISH: Region = Region {
    countries: "GB GB GB IE",
    share: 3,
    men: Names {
        common: "David//Dave John//Jack Michael//Mike James//Jim Robert//Bob Paul Andrew//Andy Mark William//Bill Richard//Dick Peter//Pete Stephen//Steve Christopher//Chris Thomas//Tom Ian Daniel//Danny Matthew//Matt Anthony//Tony Kevin Simon Alan Philip//Phil Gary Patrick//Paddy Steven//Steve Colin Martin Neil Graham Brian Sean Liam Darren Stuart Lee Adam Benjamin//Ben Joseph//Joe Edward//Ted Charles//Charlie Jonathan//Jon Samuel//Sam Craig Barry Keith Nigel Ryan Gareth Owen Declan Conor Callum Duncan Trevor Douglas//Doug Kenneth//Ken Geoffrey//Geoff Lewis Jack Harry Oliver//Ollie George",
        percent: 82,
        flat: 18,
        made: [
            BRITISH_STARTS,
            BRITISH_INNER,
            "ton ley den ric win ford son land lan dan man rick van worth gan nell",
        ],
    },
    women: Names {
        common: "Susan//Sue Margaret//Maggie Sarah//Sally Elizabeth//Liz Mary//Molly Patricia//Pat Karen Christine//Chris Julie Jacqueline//Jackie Helen//Nell Linda Emma Jane Catherine//Cathy Claire Deborah//Debbie Rebecca//Becky Laura Nicola//Nicky Michelle Angela//Angie Anne//Annie Alison//Ali Louise Tracey Amanda//Mandy Jennifer//Jenny Rachel Charlotte//Lottie Hannah Joanne//Jo Lisa Carol Gillian//Gill Fiona Siobhan Aoife Niamh Bronwen Gemma Kelly Hayley Donna Barbara//Barb Dorothy//Dot Sheila Victoria//Vicky Samantha//Sam Lucy Amy Eleanor//Nora Heather Kirsty Lorraine Maureen//Mo",
        percent: 82,
        flat: 18,
        made: [
            BRITISH_STARTS,
            BRITISH_INNER,
            "leen lyn bel da ra sie lene nna tha line wen ney lisa dra",
        ],
    },
    family: Names {
        common: "Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Johnson Roberts Robinson Thompson Wright Walker White Edwards Hughes Green Hall Lewis Harris Clarke Murphy Kelly Jackson Wood Turner Martin Cooper Hill Ward Morris Moore Clark Baker Harrison Patel O'Brien Byrne Ryan Campbell Stewart Murray MacDonald",
        percent: 26,
        flat: 7,
        made: [
            "Ash Brad Hart Thorn Wood Stan Clif Hal Har Whit Black Hazel Lang Mar Mid Nor Oak Pem Rad Red Rush Sand Shep Stock Strat Sut Thur Wal Wash West Win Wor Ald Bar Birch Bolt Bur Chad Crom Dun East Elm Fair Farn Gar Glen Hamp Hay Hol Kel Kirk Lin Lock Mel New Pres Rown Sel Swin Tem Tren Up Wick Wren Yard",
            "er en ing el le in ers enn",
            "ton ley ford field worth wood well ham by bury son man den stone combe wick er mere ridge bourne gate stead thorpe ins croft shaw land hurst ney",
        ],
    },
    particles: "Mac O' Fitz",
    with_particle: 3,
    middle: Middle::Given(45),
    feminine: "",
    spellings: &[
        "ey/y ph/f th/t ck/k",
        "y/ie ll/l tt/t nn/n ee/ea",
        "i/y ai/ay ea/ee k/ck c/k",
    ],
};
