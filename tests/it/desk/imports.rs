//! A list that is read again does not undo what people have changed, unless it is told to.

use lookout::access::WriteAlerts;
use lookout::domain::alert::Alert;
use serde_json::Value;
use serde_json::json;

use super::Desk;
use super::day;
use super::missing;
use super::tag;
use crate::support::program;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_import_keeps_what_people_corrected_or_extended_and_force_replaces_it() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let list: Vec<Value> = ["A-1", "A-2", "A-3"].map(|id| missing(&world, id, "Anna")).into();
    let send = async |path: &str, list: &[Value]| {
        let (status, reply) = program::control(world.home().path(), path, &json!(list))
            .await
            .unwrap();
        assert_eq!(status, 200, "{reply}");
        ["new", "changed", "unchanged", "kept"].map(|count| reply[count].as_u64().unwrap())
    };
    assert_eq!(send("/alerts", &list).await, [3, 0, 0, 0]);
    let version = async |desk: &mut Desk, id: &str| tag(&desk.get(&format!("/api/alerts/{id}")).await);
    let right = json!({"alert": missing(&world, "A-1", "Anneke"), "reason": "spelling"});
    let at = version(&mut desk, "A-1").await;
    assert_eq!(
        desk.send("PUT", "/api/alerts/A-1", Some(&at), &right)
            .await
            .status,
        200
    );
    let later = json!({"review_due": day(&world, 700), "reason": "confirmed"});
    let at = version(&mut desk, "A-2").await;
    assert_eq!(
        desk.send("POST", "/api/alerts/A-2/extend", Some(&at), &later)
            .await
            .status,
        200
    );
    // Hiding says nothing of what the list says.
    let hide = json!({"until": "2999-01-01T00:00:00Z", "reason": "operation"});
    let at = version(&mut desk, "A-3").await;
    assert_eq!(
        desk.send("POST", "/api/alerts/A-3/hide", Some(&at), &hide)
            .await
            .status,
        200
    );
    let newer: Vec<Value> = ["A-1", "A-2", "A-3"]
        .map(|id| missing(&world, id, "Anne-Marie"))
        .into();
    for path in ["/alerts", "/alerts/listed"] {
        let changed = u64::from(path == "/alerts");
        assert_eq!(send(path, &newer).await, [0, changed, 1 - changed, 2], "{path}");
    }
    let shown = async |desk: &mut Desk, id: &str| {
        let alert = desk.get(&format!("/api/alerts/{id}")).await.json()["alert"].clone();
        (
            alert["subject"]["names"][0]["given"].clone(),
            alert["review_due"].clone(),
        )
    };
    assert_eq!(shown(&mut desk, "A-1").await.0, "Anneke");
    assert_eq!(
        shown(&mut desk, "A-2").await,
        (json!("Anna"), json!(day(&world, 700)))
    );
    assert_eq!(shown(&mut desk, "A-3").await.0, "Anne-Marie");
    assert_eq!(send("/alerts?force=true", &newer).await, [0, 2, 1, 0]);
    assert_eq!(shown(&mut desk, "A-1").await.0, "Anne-Marie");
    // From then on it is the list's again.
    let again: Vec<Alert> = vec![serde_json::from_value(list[0].clone()).unwrap()];
    let permit = world.permit::<WriteAlerts>().await;
    let imported = world.services().import(permit, again).await.unwrap();
    assert_eq!((imported.changed, imported.kept), (1, 0));
}
