//! France, Italy, Spain and Spanish America, Portugal and Brazil, Romania and Moldova.
//!
//! Uses nothing. Written for this project, as all of `parts`.

use super::Middle;
use super::Names;
use super::Region;

const FRENCH_STARTS: &str = "Mar Ger Al Au Ber Clo Fer Gil Hon Luc Max Oct Per Rol Séb Val Aur Const Dam Ém Ét Flor Gaut Jul Lé Nor Ray Sylv Théo Ur Vict Bapt Cyr Éd Fab Hil Jos Lamb Anat";
const FRENCH_INNER: &str = "i e er el an in on er ant";
/// French and Walloon.
pub(super) const FRENCH: Region = Region {
    countries: "FR FR FR BE BE LU",
    share: 7,
    men: Names {
        common: "Jean Michel//Mimi Philippe//Phil Alain Pierre//Pierrot Patrick Nicolas//Nico Christophe Christian Daniel//Dany Bernard Frédéric//Fred Laurent Thierry Stéphane Éric David Pascal Julien Gérard Sébastien//Séb Thomas//Tom Olivier Alexandre//Alex Dominique Jacques Bruno Vincent Antoine//Tony Guillaume Didier Marc Maxime//Max Romain Gilles Claude Serge Jérôme Benoît François Hervé Franck Mathieu Cédric Kévin Xavier Guy Benjamin//Ben Fabrice Yves Sylvain Anthony//Tony René Hugo Quentin Ludovic//Ludo Damien Baptiste Grégory//Greg Raphaël//Raph Jean-Pierre Jean-Claude Jean-Marc Luc Loïc Yann",
        percent: 78,
        flat: 24,
        made: [
            FRENCH_STARTS,
            FRENCH_INNER,
            "ien ard ault ert in ice el and aud ain ien ome ic eau ot us",
        ],
    },
    women: Names {
        common: "Marie Nathalie//Nat Isabelle Sylvie Catherine//Cathy Martine Françoise//Fanchon Christine Valérie Sandrine Monique Stéphanie Véronique//Véro Céline Sophie Chantal Patricia//Patou Nicole Anne Julie Aurélie Brigitte Jacqueline Laurence Annie Émilie Hélène Corinne Caroline//Caro Élodie Dominique Christiane Virginie Camille Laetitia Michèle Denise Delphine Florence Karine Mélanie Pauline Cécile Laura Élisabeth//Babette Jeanne Nadine Léa Manon Charlotte Mathilde Amélie Geneviève Odile Audrey Agnès Marie-Claude Anne-Sophie",
        percent: 78,
        flat: 24,
        made: [
            FRENCH_STARTS,
            FRENCH_INNER,
            "ine ette ie elle ence ande aine iane ise ice ène onne otte ienne",
        ],
    },
    family: Names {
        common: "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller Henry Roussel Nicolas Perrin Lejeune Dumont Denis Fontaine",
        percent: 9,
        flat: 14,
        made: [
            "Bour Cham Mont Dub Dum Font Gar Gran Laf Lam Leb Lecl Mar Mor Per Pic Rous Sab Val Vil Beau Bel Bois Bon Bouch Brun Carp Chap Charp Chev Col Corb Court Crois Dam Del Des Duc Éch Fav Ferr Foug Gail Gaud Gir God Guil Haut Jac Jol Lang Lor Mal Maz Mir Nav Oliv Pag Pell Pin Poit Pon Pré Ren Riv Sal Sauv Tar Vern Vig",
            "er el an ill onn ar in et ol en ass ouv ign ath",
            "ier eau ard in ot et oux ault ais on el illon ac ert aire and ain eux elle ois oud ey aud enet igny ières oine iez euil",
        ],
    },
    particles: "de_ Le_ La_ du_",
    with_particle: 4,
    middle: Middle::Given(35),
    feminine: "",
    spellings: &[
        "*",
        "ph/f th/t y/i ck/k",
        "aux/eau ault/aud eau/ot ll/l nn/n tt/t",
    ],
};

const ITALIAN_STARTS: &str = "Al Ber Cor Dom Er Fab Gual Ot Ren Ser Ugo Val Clem Del Ezz Ferr Giac Ilar Lor Mar Nic Or Pas Quin Rom Sil Tar Urb Vitt Amil Cass Ful Gasp Ner Orl Sant Teod Virg";
const ITALIAN_INNER: &str = "in er il an on ar et al and";
/// Italian.
pub(super) const ITALIAN: Region = Region {
    countries: "IT",
    share: 4,
    men: Names {
        common: "Giuseppe//Peppe Antonio//Tonino Giovanni//Gianni Andrea Marco Francesco//Franco Luca Mario Roberto Stefano Paolo Salvatore//Totò Alessandro//Sandro Luigi//Gigi Vincenzo//Enzo Angelo Matteo Davide Fabio Domenico//Mimmo Massimo Claudio Simone Giorgio Daniele Michele Maurizio Pietro//Piero Carlo Federico//Fede Gianluca Riccardo Franco Emanuele//Lele Lorenzo//Renzo Bruno Sergio Nicola Alberto Enrico Gabriele Filippo Raffaele//Lello Giacomo Gennaro Pasquale Rosario//Saro Alessio Cristian Ivan Mauro Gaetano//Tano Umberto Renato Tommaso//Maso Edoardo Dario Ciro Carmelo Calogero Leonardo//Leo",
        percent: 84,
        flat: 20,
        made: [
            ITALIAN_STARTS,
            ITALIAN_INNER,
            "ino o io aldo iano erto ico ando ello enzo imo accio ante isto",
        ],
    },
    women: Names {
        common: "Maria Anna//Annarella Francesca Giulia Laura Sara Elena Paola Giuseppina//Pina Rosa//Rosetta Angela Chiara Valentina//Vale Federica//Fede Alessandra//Sandra Silvia Martina Elisa Roberta Teresa Lucia Simona Daniela Cristina Giovanna//Vanna Monica Patrizia Antonella Barbara Stefania Carla Alessia Caterina//Rina Michela Ilaria Manuela Serena Claudia Luisa Rita Franca Grazia Eleonora Concetta Carmela Assunta Rosaria Vincenza Loredana Ornella Beatrice//Bice Giorgia Veronica Arianna",
        percent: 82,
        flat: 20,
        made: [
            ITALIAN_STARTS,
            ITALIAN_INNER,
            "ina a ia etta iana ella isa elda enza ilde ucci anna ena inda",
        ],
    },
    family: Names {
        common: "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola De_Santis D'Angelo Marchetti Parisi Villa Conte Ferraro",
        percent: 9,
        flat: 14,
        made: [
            "Bell Bert Bian Bon Bort Cal Camp Capp Car Cast Cav Cer Ciar Col Cor Dan Fab Fal Fer Fior Fog Form Frat Gal Gar Ger Gigl Guad Lan Laz Lor Mag Mal Man Mar Mas Maz Mel Mir Mon Mor Nap Nov Orl Pal Pan Pas Pell Per Pet Pic Pol Pres Quar Rav Ren Ron Sac Sal San Sart Scar Sol Tag Tar Tom Tos Val Ven Ver Vis Zan",
            "in er and ar et al ell ol il on ign acc ucc ent",
            "ini etti elli oni ardi one ucci ino ello ese igo ati otti acci aro ano ioli aldi ante era azzo ella ieri uzzi oli enghi esi isi",
        ],
    },
    particles: "De_ Di_ Del_ Lo_ La_ D'",
    with_particle: 5,
    middle: Middle::Given(12),
    feminine: "",
    spellings: &["cch/ch *", "cc/c tt/t ll/l nn/n zz/z", "gi/g j/i ch/c ia/ja"],
};

const SPANISH_STARTS: &str = "Al Am Ar Bel Cel Clem Cor Dar El Er Est Far Flor Ger Gum Her Il Is Jair Lean Leo Lis Mar Mel Ner Nor Od Os Ram Reg Rig Ros Sal Ser Teod Ub Val Wil Yan Yes Yul";
const SPANISH_INNER: &str = "in er il an el ar am ed and";
/// Spanish and Latin American.
pub(super) const SPANISH: Region = Region {
    countries: "ES ES CO CO MX PE EC VE AR DO",
    share: 7,
    men: Names {
        common: "José//Pepe Juan//Juancho Luis//Lucho Carlos//Carlitos Antonio//Toño Manuel//Manolo Francisco//Paco Jesús//Chucho Miguel Javier//Javi David Jorge Pedro//Perico Alejandro//Alex Rafael//Rafa Daniel//Dani Fernando//Nando Andrés Ángel Sergio//Checo Pablo Alberto//Beto Víctor Eduardo//Lalo Diego Ricardo Roberto Óscar Mario Iván Rubén Enrique//Quique Raúl Ramón//Moncho Álvaro Jaime Julio César Adrián Santiago//Santi Marcos Gustavo//Tavo Hugo Guillermo//Memo Héctor Jhon Wilson Edwin Nelson Hernán Sebastián//Sebas Felipe//Pipe Cristian Mauricio Germán Ignacio//Nacho Joaquín//Quino Gabriel//Gabi Camilo Fabián Esteban Emilio Nicolás//Nico Tomás",
        percent: 86,
        flat: 18,
        made: [
            SPANISH_STARTS,
            SPANISH_INNER,
            "ino io aldo ardo ito án ón er on is ías iel enzo ber sson ulfo",
        ],
    },
    women: Names {
        common: "María//Mari Carmen//Menchu Ana//Anita Luz Isabel//Chabela Dolores//Lola Laura Cristina//Cris Marta Sandra Patricia//Paty Francisca//Paca Lucía Elena Rosa//Rosita Pilar//Pili Paula Martha Mercedes//Meche Teresa//Tere Diana Claudia Gloria Sofía//Sofi Andrea Raquel Rocío//Chío Inés Beatriz//Bea Sara Alba Silvia Julia Nuria Irene Mónica Carolina//Caro Adriana Verónica//Vero Yolanda//Yoli Margarita//Marga Angélica Alejandra//Ale Paola Viviana Esperanza Consuelo//Chelo Blanca Olga Liliana Nancy Gabriela//Gaby Daniela//Dani Valentina//Vale Natalia//Nati Ximena Yesenia Leidy Guadalupe//Lupe Concepción//Concha",
        percent: 86,
        flat: 18,
        made: [
            SPANISH_STARTS,
            SPANISH_INNER,
            "ina ia elda inda ita ana is y ela isa eth enia ira ucha",
        ],
    },
    family: Names {
        common: "García Rodríguez González Martínez López Hernández Fernández Sánchez Pérez Gómez Ramírez Martín Jiménez Ruiz Díaz Torres Moreno Flores Álvarez Romero Muñoz Vargas Rojas Castro Alonso Gutiérrez Navarro Ortiz Ramos Gil Suárez Herrera Medina Vásquez Mendoza Cruz Molina Delgado Morales Blanco Reyes Ortega Guerrero Castillo Rivera Aguilar Quispe Cárdenas Rincón Valencia Peña Cabrera Mejía Acosta Contreras Cortés León Marín Vega Campos Salazar Guzmán Santos Zambrano",
        percent: 55,
        flat: 6,
        made: [
            "Mont Castr Val Ber Quint Sal Cord Esp Agu Pal Rob Zam Ov Ib Alc Alm Arg Arr Bal Barr Bel Ben Bur Cab Cal Cam Car Cer Cif Col Cub Chav Ech Est Fig Fuent Gal Gar God Gran Guad Her Hin Jar Lar Lob Lor Mald Mal Mar Mat Mir Mor Nar Oc Oj Ol Orr Per Pin Port Quir Rend Riv Sam San Sand Ser Sol Tab Tov Urr Van Vill Yep Zap Zul",
            "in er al ar an ol ob eg ach end et ull est",
            "oya illo enzuela rudez ero azar oba inosa irre acios ledo ora áñez eda ejo ete ado ales era ón osa uela ina anda iel ría ique edo aza iza ola igo ejón ardo",
        ],
    },
    particles: "de_la_ de_ del_ de_los_",
    with_particle: 4,
    middle: Middle::Family(70),
    feminine: "",
    spellings: &["*", "z/s v/b ll/y j/x", "s/z b/v g/j i/y"],
};

const PORTUGUESE_STARTS: &str = "Ad Ag Al Am Ar Cl Dj Ed El Er Ev Flor Ger Gil Iv Jac Jan Jos Jur Lind Luc Mar Ner Od Or Ros Rub Sil Ul Val Van Wal Wel Zen Zil Cleb Dark Euc";
const PORTUGUESE_INNER: &str = "in er il al en ir an ov";
/// Portuguese and Brazilian.
pub(super) const PORTUGUESE: Region = Region {
    countries: "PT PT BR BR BR CV AO",
    share: 3,
    men: Names {
        common: "José//Zé João//Joca António//Tó Francisco//Chico Carlos//Carlinhos Paulo//Paulinho Pedro//Pedrinho Lucas Luiz//Lula Marcos Luís Gabriel//Biel Rafael//Rafa Daniel//Dani Marcelo Bruno Eduardo//Dudu Felipe//Lipe Raimundo//Mundico Rodrigo Manuel//Manel Mateus André Fernando//Nando Fábio Leonardo//Léo Gustavo//Guga Guilherme//Gui Leandro Tiago Anderson Ricardo Márcio Jorge Sebastião//Tião Alexandre//Xande Roberto//Beto Edson Diego Vítor Sérgio Cláudio Rui Nuno Hugo Gonçalo Vasco Duarte Joaquim//Quim Geraldo Adriano Luciano Júlio Renato Alex Vinícius Rogério Samuel Ronaldo Mário Flávio Igor Douglas Wellington",
        percent: 84,
        flat: 18,
        made: [
            PORTUGUESE_STARTS,
            PORTUGUESE_INNER,
            "ildo ino ando ilson son ival elino aldo air êncio mar ilton erley ander",
        ],
    },
    women: Names {
        common: "Maria//Mariazinha Ana//Aninha Francisca//Chica Antónia//Toninha Adriana//Dri Juliana//Ju Márcia Fernanda//Nanda Patrícia//Paty Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana//Lu Vanessa Mariana Gabriela//Gabi Vera Vitória Larissa Cláudia Beatriz//Bia Rita Luana Sónia Renata Eliane Josefa//Zefa Simone Natália Cristiane Carla Débora Rosângela Jaqueline Rosa Daniela Aparecida//Cida Marlene Terezinha Raimunda Andreia Fabiana Lúcia Raquel Inês Catarina Filipa Joana Matilde Graça Fátima Conceição//São Helena Isabel",
        percent: 84,
        flat: 18,
        made: [
            PORTUGUESE_STARTS,
            PORTUGUESE_INNER,
            "ete ina ene ilde ilda eide iane aine ália ânia anda ícia ilene usa",
        ],
    },
    family: Names {
        common: "Silva Santos Oliveira Souza Ferreira Pereira Rodrigues Costa Alves Lima Martins Gomes Ribeiro Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira Pinto Correia Cunha Monteiro Araújo Cavalcante Moura Batista Campos Fonseca Reis Tavares Sousa Coelho Azevedo Matos Neves Baptista Borges Lourenço Antunes",
        percent: 62,
        flat: 4,
        made: [
            "Al Alb Amar And Arr Bar Bast Ben Bit Bot Brag Cab Cald Cam Carn Cast Cerq Coelh Cord Cout Dant Est Far Feit Fig Fir Frag Gald Gout Gus Lac Lag Leit Lob Mac Mag Mal Mar Med Mesq Mir Mor Mour Nog Nor Ol Pach Paç Pal Pass Peç Pein Pess Pim Pir Quei Rab Reb Sal Samp Seab Sequ Sev Sob Tab Tor Val Vasc Ver Vil",
            "in eir al ar an ol et onc est",
            "eira eiro ado inho ais ães al ão edo ães uda osa ela ilho aria ardo ego ito eda ela ário oso ino ança ente",
        ],
    },
    particles: "da_ dos_ de_ do_ das_",
    with_particle: 30,
    middle: Middle::Family(65),
    feminine: "",
    spellings: &["*", "z/s th/t ph/f", "s/z ou/o ei/e x/ch lh/ll nh/n"],
};

const ROMANIAN_STARTS: &str = "Aur Cos Dor Em Flor Geo Il Lav Lic Mar Mir Mug Ner Oct Pet Rad Rem Rom Sab Sev Sil Sor Ste Teo Tit Val Vic Vio Vir Zam Ang Car Cez Lil Oan";
const ROMANIAN_INNER: &str = "in el er il ar en on";
/// Romanian and Moldovan.
pub(super) const ROMANIAN: Region = Region {
    countries: "RO RO RO RO MD",
    share: 6,
    men: Names {
        common: "Gheorghe//Ghiță Ion//Nelu Vasile//Vasilică Andrei Alexandru//Alex Constantin//Costel Nicolae//Nicu Mihai//Mișu Florin Cristian//Cristi Ioan//Ionel Marian Adrian//Adi Dumitru//Mitică Daniel//Dani Gabriel//Gabi Marius Ștefan//Fane Bogdan Ionuț Costel Dan Vlad Lucian Viorel Valentin//Vali Cătălin George Petru Ilie Sorin Aurel Ovidiu Radu Claudiu Iulian Robert Răzvan Liviu Eugen Emil Cosmin Dragoș Sergiu Tudor Victor Silviu Nicușor Laurențiu Traian Octavian//Tavi Grigore Toma Anton Cornel Doru Horia Mircea Virgil Pavel Remus Denis",
        percent: 85,
        flat: 20,
        made: [
            ROMANIAN_STARTS,
            ROMANIAN_INNER,
            "ian el u iu ică in an uț ilă ius eș cel inel or",
        ],
    },
    women: Names {
        common: "Maria//Marioara Elena//Lenuța Ana//Anca Ioana Mihaela//Miha Andreea//Deea Cristina//Cristi Alexandra//Alexa Mariana Daniela//Dana Gabriela//Gabi Alina Florentina Nicoleta Georgeta//Geta Georgiana Adriana Ionela Viorica Loredana Simona Monica Doina Rodica Valentina//Vali Camelia Cornelia Carmen Raluca Lavinia Diana Roxana Bianca Iuliana Oana Mirela Liliana Luminița Aurelia Veronica Claudia Paula Ecaterina//Catinca Constanța Tatiana//Tania Natalia Ludmila Denisa Larisa Irina Corina Paraschiva Gheorghița Steliana",
        percent: 85,
        flat: 20,
        made: [
            ROMANIAN_STARTS,
            ROMANIAN_INNER,
            "ica ina iana ela uța eta ița ia anca ena inela iora ica ana",
        ],
    },
    family: Names {
        common: "Popa Popescu Ionescu Radu Dumitru Pop Gheorghe Stan Rusu Munteanu Stoica Matei Lazăr Moldovan Ciobanu Constantin Florea Dinu Marin Dumitrescu Șerban Mihai Tudor Barbu Nistor Cojocaru Sandu Toma Dobre Ungureanu Ene Neagu Ilie Preda Nicolae Voicu Ceban Rotaru Lungu Oprea Manole Dragomir Anghel Iancu Diaconu Nedelcu Suciu Bălan Olteanu Avram",
        percent: 24,
        flat: 9,
        made: [
            "Alb Arg Băl Bar Bor Buc Bul Cal Căl Cern Chir Ciob Com Cor Cos Cost Cozm Dob Drag Dum Enăch Fil Flor Fod Gal Găv Georg Ghin Grig Grosu Han Iacob Iftim Ion Lup Mac Man Măr Mih Mir Mold Mor Mur Neg Nic Olt Păd Pan Pet Pint Plop Pred Pric Rad Răd Rom Săl Sav Stan Stef Stoi Tăn Tod Trif Turc Urs Vas Vlad Vod Zah",
            "in er oi an ar ul il on eț ov",
            "escu eanu aru an oiu ean ilă ache u uță aș ici ea oaia ete ăianu eș ar oc ină ița uc iuc iță ală ăneț",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Given(45),
    feminine: "",
    spellings: &["*", "ș/sh ț/ts â/i c/k *", "escu/esco ea/ia gh/g"],
};
