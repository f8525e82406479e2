-- A ledger of version 1, as Rostrum made it before deadlines were kept: two releases, of which the second withdraws coffee.
BEGIN TRANSACTION;
CREATE TABLE calendars (release INTEGER NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (release, path));
INSERT INTO "calendars" VALUES(1,'programme.ics','RPOC');
INSERT INTO "calendars" VALUES(2,'programme.ics','RPOC');
CREATE TABLE files (release INTEGER NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (release, path));
INSERT INTO "files" VALUES(1,'programme.ics',X'789C737275F7F4B30A7376F471F573710CE2E5020029BA0447');
INSERT INTO "files" VALUES(2,'programme.ics',X'789C737275F7F4B30A7376F471F573710CE2E5020029BA0447');
CREATE TABLE inputs (release INTEGER NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (release, path));
INSERT INTO "inputs" VALUES(1,'meeting.yaml',X'789CCB4D4D2DC9CC4BB752282AC84FE60200287A0502');
INSERT INTO "inputs" VALUES(2,'meeting.yaml',X'789CCB4D4D2DC9CC4BB752282AC84FE60200287A0502');
CREATE TABLE lines (release INTEGER NOT NULL, calendar TEXT NOT NULL, uid TEXT NOT NULL, shown TEXT NOT NULL,
           sequence INTEGER NOT NULL, modified TEXT NOT NULL, published TEXT NOT NULL, status TEXT NOT NULL,
           PRIMARY KEY (release, calendar, uid));
INSERT INTO "lines" VALUES(1,'programme.ics','coffee@rpoc','{"category": "", "description": "", "email": "s@example.org", "end": "2027-09-01T11:00:00+00:00", "location": "Hall", "organizer": "The \"Secretariat\"", "start": "2027-09-01T10:00:00+00:00", "summary": "Coffee", "uid": "coffee@rpoc"}',0,'2027-09-01T09:00:00+00:00','2027-09-01T09:00:00+00:00','CONFIRMED');
INSERT INTO "lines" VALUES(1,'programme.ics','talk@rpoc','{"category": "RPOC", "description": "a\nb", "email": "s@example.org", "end": "2027-09-01T10:00:00+00:00", "location": "Hall", "organizer": "The \"Secretariat\"", "start": "2027-09-01T09:00:00+00:00", "summary": "Разговор 🎙", "uid": "talk@rpoc"}',0,'2027-09-01T09:00:00+00:00','2027-09-01T09:00:00+00:00','CONFIRMED');
INSERT INTO "lines" VALUES(2,'programme.ics','coffee@rpoc','{"category": "", "description": "", "email": "s@example.org", "end": "2027-09-01T11:00:00+00:00", "location": "Hall", "organizer": "The \"Secretariat\"", "start": "2027-09-01T10:00:00+00:00", "summary": "Coffee", "uid": "coffee@rpoc"}',1,'2027-09-02T09:00:00+00:00','2027-09-02T09:00:00+00:00','CANCELLED');
INSERT INTO "lines" VALUES(2,'programme.ics','talk@rpoc','{"category": "RPOC", "description": "a\nb", "email": "s@example.org", "end": "2027-09-01T10:00:00+00:00", "location": "Hall", "organizer": "The \"Secretariat\"", "start": "2027-09-01T09:00:00+00:00", "summary": "Разговор 🎙", "uid": "talk@rpoc"}',0,'2027-09-01T09:00:00+00:00','2027-09-01T09:00:00+00:00','CONFIRMED');
CREATE TABLE releases (number INTEGER PRIMARY KEY, published TEXT NOT NULL, note TEXT NOT NULL, reverts INTEGER,
           zone TEXT NOT NULL, first_year INTEGER NOT NULL, last_year INTEGER NOT NULL);
INSERT INTO "releases" VALUES(1,'2027-09-01T09:00:00+00:00','invitations',NULL,'Europe/Vienna',2026,2027);
INSERT INTO "releases" VALUES(2,'2027-09-02T09:00:00+00:00','',NULL,'Europe/Vienna',2026,2027);
CREATE TRIGGER releases_update BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER releases_delete BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER inputs_update BEFORE UPDATE ON inputs BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER inputs_delete BEFORE DELETE ON inputs BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER calendars_update BEFORE UPDATE ON calendars BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER calendars_delete BEFORE DELETE ON calendars BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER lines_update BEFORE UPDATE ON lines BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER lines_delete BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER files_update BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER files_delete BEFORE DELETE ON files BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
COMMIT;
PRAGMA user_version = 1;
